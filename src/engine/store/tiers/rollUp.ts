import { SketchBuilder } from '../../windows/sketch';
import type { BucketColumns, RawChunk, TierChunk } from '../chunk';
import { quantizeInto } from '../codec/quantize';
import { emptyBuckets } from './buckets';
import { fillBucket, fillSketch } from './fillBucket';
import { foldBuckets } from './foldBuckets';
import { type Stretches, stretchesOf } from './stretches';
import { hasSketches } from './tierWidths';

/** The buckets of `tierMs` that a chunk's samples, quantized, make up. Those at its ends may be parts of one. */
export function rollUp(chunk: RawChunk, tierMs: number): TierChunk {
  const { session, group, hz, times, columns } = chunk;
  const stretches = stretchesOf(chunk, tierMs);
  const builder = hasSketches(tierMs) ? new SketchBuilder() : undefined;
  const kept = new Float64Array(times.length);
  return {
    session,
    group,
    hz,
    tierMs,
    starts: stretches.starts,
    firstAt: Float64Array.from(stretches.firstRow, (row) => times[row]!),
    lastAt: Float64Array.from(stretches.endRow, (row) => times[row - 1]!),
    columns: columns.map(({ series, values }) => {
      quantizeInto(kept, values, series.decimals);
      return { series, buckets: bucketsOf(kept, stretches, series.decimals, builder) };
    }),
  };
}

/** The buckets of `tierMs`, a multiple of the chunk's own width, that a chunk's buckets make up. */
export function rollUpTier(chunk: TierChunk, tierMs: number): TierChunk {
  return foldBuckets([chunk], tierMs);
}

function bucketsOf(
  kept: Float64Array,
  { starts, firstRow, endRow }: Stretches,
  decimals: number,
  builder: SketchBuilder | undefined,
): BucketColumns {
  const buckets = emptyBuckets(starts.length, builder !== undefined);
  for (let bucket = 0; bucket < starts.length; bucket++) {
    const from = firstRow[bucket]!;
    const to = endRow[bucket]!;
    fillBucket(buckets, bucket, kept, from, to, decimals);
    if (!builder || !buckets.sketches) continue;
    fillSketch(builder, kept, from, to);
    buckets.sketches[bucket] = builder.close();
  }
  return buckets;
}
