import { type ClosedSketch, SketchBuilder } from '../../windows/sketch';
import type { BucketColumns, TierChunk } from '../chunk';
import { type StoredSeries, storedKey } from '../storedSeries';
import { emptyBuckets, type OpenBuckets } from './buckets';
import { BucketSum } from './bucketSum';
import { hasSketches } from './tierWidths';

/** A bucket of one of the chunks, and the wider one that it falls into. */
interface Part {
  readonly chunk: number;
  readonly row: number;
  readonly start: number;
  readonly firstAt: number;
  readonly lastAt: number;
}

interface Column {
  series: StoredSeries;
  /** Of each chunk that has the series, by the number of the chunk. */
  readonly byChunk: (BucketColumns | undefined)[];
}

/** Joins the buckets of chunks of one group, at least one, into buckets of `tierMs`. Sketches are kept where the chunks have them. */
export function foldBuckets(chunks: readonly TierChunk[], tierMs: number): TierChunk {
  const parts = partsOf(chunks, tierMs);
  const ends: number[] = [];
  for (let i = 0; i < parts.length; i++) if (parts[i]!.start !== parts[i + 1]?.start) ends.push(i + 1);
  const { session, group, hz } = chunks[0]!;
  const starts = new Float64Array(ends.length);
  const firstAt = new Float64Array(ends.length);
  const lastAt = new Float64Array(ends.length).fill(-Infinity);
  for (let bucket = 0, i = 0; bucket < ends.length; bucket++) {
    starts[bucket] = parts[i]!.start;
    firstAt[bucket] = parts[i]!.firstAt;
    for (; i < ends[bucket]!; i++) lastAt[bucket] = Math.max(lastAt[bucket]!, parts[i]!.lastAt);
  }
  const builder = hasSketches(tierMs) ? new SketchBuilder() : undefined;
  const columns = columnsOf(chunks).map(({ series, byChunk }) => {
    const buckets = emptyBuckets(ends.length, builder !== undefined);
    fold(buckets, parts, ends, byChunk, series.decimals);
    if (builder) foldSketches(buckets.sketches, parts, ends, byChunk, builder);
    return { series, buckets };
  });
  return { session, group, hz, tierMs, starts, firstAt, lastAt, columns };
}

/** In the order of the buckets that they fall into, and of their first samples. */
function partsOf(chunks: readonly TierChunk[], tierMs: number): readonly Part[] {
  return chunks
    .flatMap(({ starts, firstAt, lastAt }, chunk) =>
      Array.from(starts, (start, row) => ({
        chunk,
        row,
        start: Math.floor(start / tierMs) * tierMs,
        firstAt: firstAt[row]!,
        lastAt: lastAt[row]!,
      })),
    )
    .sort((a, b) => a.start - b.start || a.firstAt - b.firstAt);
}

/** Every series of the chunks once, told with as many decimals as it ever had. */
function columnsOf(chunks: readonly TierChunk[]): readonly Column[] {
  const columns = new Map<string, Column>();
  chunks.forEach((chunk, number) => {
    for (const { series, buckets } of chunk.columns) {
      const key = storedKey(series.metric, series.labels);
      let column = columns.get(key);
      if (!column) columns.set(key, (column = { series, byChunk: [] }));
      if (series.decimals > column.series.decimals) column.series = series;
      column.byChunk[number] = buckets;
    }
  });
  return [...columns.values()];
}

function fold(
  buckets: OpenBuckets,
  parts: readonly Part[],
  ends: readonly number[],
  byChunk: Column['byChunk'],
  decimals: number,
): void {
  const sum = new BucketSum(decimals);
  for (let bucket = 0, i = 0; bucket < ends.length; bucket++) {
    for (; i < ends[bucket]!; i++) {
      const { chunk, row, lastAt } = parts[i]!;
      const part = byChunk[chunk];
      if (part) sum.add(part, row, lastAt);
    }
    sum.moveTo(buckets, bucket);
  }
}

function foldSketches(
  sketches: ClosedSketch[] | undefined,
  parts: readonly Part[],
  ends: readonly number[],
  byChunk: Column['byChunk'],
  builder: SketchBuilder,
): void {
  if (!sketches) return;
  for (let bucket = 0, i = 0; bucket < ends.length; bucket++) {
    for (; i < ends[bucket]!; i++) {
      const { chunk, row } = parts[i]!;
      const sketch = byChunk[chunk]?.sketches?.[row];
      if (sketch) builder.merge(sketch);
    }
    sketches[bucket] = builder.close();
  }
}
