import { BucketLine } from './bucketLine';
import type { Column } from './column';
import { gapLimit, periodAround } from './gap';
import type { PointBuffer } from './pointBuffer';

/**
 * Fills `out` with the samples of a stretch of time, at most two for each `bucketMs`. Where there was no value, or none
 * for too long, a point with NaN breaks the line. Returns the greatest value, or -Infinity without any.
 */
export function decimate(column: Column, from: number, to: number, bucketMs: number, out: PointBuffer): number {
  const line = new BucketLine(bucketMs, out);
  // One sample more on the left, so that the line comes in from the edge.
  const first = Math.max(0, column.firstFrom(from) - 1);
  let before = NaN;
  let periodMs = periodAround(first, column.length, (row) => column.timeAt(row));
  for (let row = first; row < column.length; row++) {
    const time = column.timeAt(row);
    if (time > to) break;
    const elapsed = time - before;
    if (elapsed > gapLimit(periodMs)) line.breakAt(before + elapsed / 2);
    else if (elapsed > 0) periodMs = elapsed;
    const value = column.valueAt(row);
    if (Number.isNaN(value)) line.breakAt(time);
    else line.add(time, value);
    before = time;
  }
  line.end();
  return line.greatest;
}
