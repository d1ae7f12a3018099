import type { TierChunk } from '../chunk';
import { ByteWriter } from '../codec/byteWriter';
import { encodeColumn } from '../codec/column';
import { encodeTimes } from '../codec/times';
import { encodeBuckets, encodeSketches } from '../tiers/bucketCodec';
import type { BuiltChunk } from './builtChunk';
import { packBlob } from './packedBlob';
import type { RawStretch } from './rawStretches';
import type { SeriesTable } from './seriesTable';

/** Raw rows as they lie in a segment, and how many samples have a value. */
export function builtRaw({ key, times, columns }: RawStretch): { chunk: BuiltChunk; samples: number } {
  const writer = new ByteWriter(times.length * 4);
  let samples = 0;
  const built = columns.map(({ entry, values }) => {
    for (const value of values) if (!Number.isNaN(value)) samples++;
    encodeColumn(writer, values, entry.series.decimals);
    return { entry, data: packed(writer), sketches: null };
  });
  encodeTimes(writer, times);
  const chunk: BuiltChunk = {
    ...key,
    tierMs: 0,
    from: times[0]!,
    to: times.at(-1)!,
    rows: times.length,
    times: packed(writer),
    columns: built,
  };
  return { chunk, samples };
}

/** Buckets as they lie in a segment. */
export function builtTier(tier: TierChunk, table: SeriesTable): BuiltChunk {
  const { session, group, hz, tierMs, starts, firstAt, lastAt } = tier;
  const writer = new ByteWriter(starts.length * 16);
  const columns = tier.columns.map(({ series, buckets }) => {
    encodeBuckets(writer, buckets, series.decimals);
    const data = packed(writer);
    if (!buckets.sketches) return { entry: table.entryOf(series), data, sketches: null };
    encodeSketches(writer, buckets.sketches);
    return { entry: table.entryOf(series), data, sketches: packed(writer) };
  });
  for (const times of [starts, firstAt, lastAt]) encodeTimes(writer, times);
  const ends = { from: firstAt[0]!, to: lastAt.at(-1)! };
  return { session, group, hz, tierMs, ...ends, rows: starts.length, times: packed(writer), columns };
}

function packed(writer: ByteWriter): Uint8Array {
  const blob = packBlob(writer.written());
  writer.reset();
  return blob;
}
