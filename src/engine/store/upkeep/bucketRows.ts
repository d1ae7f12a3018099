import type { BucketColumns, TierChunk } from '../chunk';

/** The buckets of a chunk that begin at `from` or later and before `until`, ms since 1970, without copying. */
export function bucketsWithin(chunk: TierChunk, from: number, until: number): TierChunk {
  const { starts } = chunk;
  let begin = 0;
  while (begin < starts.length && starts[begin]! < from) begin++;
  let end = starts.length;
  while (end > begin && starts[end - 1]! >= until) end--;
  if (begin === 0 && end === starts.length) return chunk;
  return {
    ...chunk,
    starts: starts.subarray(begin, end),
    firstAt: chunk.firstAt.subarray(begin, end),
    lastAt: chunk.lastAt.subarray(begin, end),
    columns: chunk.columns.map(({ series, buckets }) => ({ series, buckets: rowsOf(buckets, begin, end) })),
  };
}

function rowsOf(buckets: BucketColumns, begin: number, end: number): BucketColumns {
  return {
    count: buckets.count.subarray(begin, end),
    sum: buckets.sum.subarray(begin, end),
    m2: buckets.m2.subarray(begin, end),
    min: buckets.min.subarray(begin, end),
    max: buckets.max.subarray(begin, end),
    first: buckets.first.subarray(begin, end),
    last: buckets.last.subarray(begin, end),
    ...(buckets.sketches && { sketches: buckets.sketches.slice(begin, end) }),
  };
}
