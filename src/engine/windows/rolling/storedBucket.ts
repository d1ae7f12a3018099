import { Moments } from '../moments';
import { binOf, type ClosedSketch } from '../sketch';

/** Samples of a stretch of the past, as a store gives them. */
export interface StoredBucket {
  /** Start, milliseconds since 1970. */
  readonly at: number;
  readonly widthMs: number;
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  readonly first: number;
  readonly last: number;
  /** Population standard deviation. */
  readonly stddev: number;
}

/** Whether a bucket has samples and can be reckoned with. */
export function isUsable({ at, widthMs, count, sum, min, max, first, last, stddev }: StoredBucket): boolean {
  if (!(Number.isSafeInteger(count) && count > 0 && count < 2 ** 32 && at >= 0 && widthMs > 0 && stddev >= 0))
    return false;
  return [at, widthMs, sum, min, max, first, last, stddev].every(Number.isFinite);
}

/** The samples of a stored bucket, taken as evenly spread over its time. */
export function samplesOf({ at, widthMs, count, sum, min, max, first, last, stddev }: StoredBucket): Moments {
  const samples = new Moments();
  const mean = sum / count;
  const lastAt = at + (widthMs * (count - 1)) / count;
  return Object.assign(samples, {
    count,
    sum,
    mean,
    m2: stddev ** 2 * count,
    min,
    max,
    first,
    last,
    firstAt: at,
    lastAt,
  });
}

/** The only sketch that such samples allow: all of them at their mean. */
export function sketchOf({ count, sum }: StoredBucket): ClosedSketch {
  return Uint32Array.of(binOf(sum / count), count);
}
