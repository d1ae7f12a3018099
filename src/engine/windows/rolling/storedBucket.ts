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
export function isUsable(bucket: StoredBucket): boolean {
  const { at, widthMs, count, sum, min, max, first, last, stddev } = bucket;
  // A sum of numbers is finite only if each of them is, or nearly as large as numbers get.
  const isFinite = Number.isFinite(at + widthMs) && Number.isFinite(sum + min + max + first + last + stddev);
  return (
    isFinite && Number.isSafeInteger(count) && count > 0 && count < 2 ** 32 && at >= 0 && widthMs > 0 && stddev >= 0
  );
}

/** The samples of a stored bucket, taken as evenly spread over its time. */
export function samplesOf({ at, widthMs, count, sum, min, max, first, last, stddev }: StoredBucket): Moments {
  const samples = new Moments();
  samples.count = count;
  samples.sum = sum;
  samples.mean = sum / count;
  samples.m2 = stddev ** 2 * count;
  samples.min = min;
  samples.max = max;
  samples.first = first;
  samples.last = last;
  samples.firstAt = at;
  samples.lastAt = at + (widthMs * (count - 1)) / count;
  return samples;
}

/** The only sketch that such samples allow: all of them at their mean. */
export function sketchOf({ count, sum }: StoredBucket): ClosedSketch {
  return Uint32Array.of(binOf(sum / count), count);
}
