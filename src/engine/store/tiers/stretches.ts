import type { RawChunk } from '../chunk';

/** The rows of a chunk that fall into one bucket each: stretch i is rows `firstRow[i]` to `endRow[i]`, not included. */
export interface Stretches {
  readonly starts: Float64Array;
  readonly firstRow: readonly number[];
  readonly endRow: readonly number[];
}

/** Cuts a chunk into buckets; rows at the ends of a bucket in which no series has a value are left out. */
export function stretchesOf({ times, columns }: RawChunk, tierMs: number): Stretches {
  const starts: number[] = [];
  const firstRow: number[] = [];
  const endRow: number[] = [];
  let bucketEnd = -Infinity;
  for (let row = 0; row < times.length; row++) {
    if (!columns.some(({ values }) => !Number.isNaN(values[row]!))) continue;
    const time = times[row]!;
    if (time < bucketEnd) endRow[endRow.length - 1] = row + 1;
    else {
      const start = Math.floor(time / tierMs) * tierMs;
      bucketEnd = start + tierMs;
      starts.push(start);
      firstRow.push(row);
      endRow.push(row + 1);
    }
  }
  return { starts: Float64Array.from(starts), firstRow, endRow };
}
