import { BucketLine } from './bucketLine';
import { gapLimit, periodAfter, periodAround } from './gap';
import type { PointBuffer } from './pointBuffer';

/** Samples in the order of time. */
export interface Samples {
  readonly length: number;
  /** ms since 1970. */
  timeAt(row: number): number;
  /** What is not finite was no value. */
  valueAt(row: number): number;
  /** The first row at or after a time; `length` if there is none. */
  firstFrom(time: number): number;
}

/**
 * Fills `out` with the samples of a stretch of time, at most two for each `bucketMs`. Where there was no value, or none
 * for too long, a point with NaN breaks the line. Returns the greatest value, or -Infinity without any.
 */
export function decimate(samples: Samples, from: number, to: number, bucketMs: number, out: PointBuffer): number {
  const line = new BucketLine(bucketMs, out);
  // One sample more on the left, so that the line comes in from the edge.
  const first = Math.max(0, samples.firstFrom(from) - 1);
  let before = NaN;
  const timeAt = (row: number): number => samples.timeAt(row);
  let periodMs = periodAround(first, samples.length, timeAt);
  for (let row = first; row < samples.length; row++) {
    const time = samples.timeAt(row);
    if (time > to) break;
    const elapsed = time - before;
    if (elapsed > gapLimit(periodMs)) {
      line.breakAt(before + elapsed / 2);
      // What became slower is a gap once, and then as slow as it is.
      periodMs = periodAfter(row, samples.length, timeAt);
    } else if (elapsed > 0) periodMs = elapsed;
    const value = samples.valueAt(row);
    if (Number.isFinite(value)) line.add(time, value);
    else line.breakAt(time);
    before = time;
  }
  line.end();
  return line.greatest;
}
