import type { TierChunk } from '../../chunk';
import type { SeriesPoints } from './stretchWriter';

/** The means of a chunk's buckets that begin before a moment; NaN where a bucket has no sample. */
export function meansOf({ starts, tierMs, columns }: TierChunk, until: number): SeriesPoints[] {
  let rows = starts.length;
  while (rows > 0 && starts[rows - 1]! >= until) rows--;
  if (rows === 0) return [];
  return columns.map(({ buckets: { count, sum } }) => {
    const values = Float64Array.from({ length: rows }, (_, row) => (count[row]! > 0 ? sum[row]! / count[row]! : NaN));
    return { times: starts.subarray(0, rows), values, stepMs: tierMs };
  });
}
