import { packBlob } from '../../src/engine/store/segments/packedBlob';
import { ByteReader } from '../../src/engine/store/codec/byteReader';
import { ByteWriter } from '../../src/engine/store/codec/byteWriter';
import { decodeColumn, encodeColumn } from '../../src/engine/store/codec/column';
import { encodeTimes } from '../../src/engine/store/codec/times';
import type { RawChunk, TierChunk } from '../../src/engine/store/chunk';
import { encodeBuckets, encodeSketches } from '../../src/engine/store/tiers/bucketCodec';
import { mergeTiers } from '../../src/engine/store/tiers/mergeTiers';
import { rollUp } from '../../src/engine/store/tiers/rollUp';
import { tierWidths } from '../../src/engine/store/tiers/tierWidths';
import { median } from './meter';

/** What the samples of one metric take. Bytes are bytes a sample. */
export interface MetricCost {
  readonly metric: string;
  readonly samples: number;
  /** In a journal, a column for each second. */
  readonly journalBytes: number;
  /** In a segment, a deflated column for each five minutes. */
  readonly segmentBytes: number;
  /** Nanoseconds a sample, deflating not included. */
  readonly encodeNs: number;
  readonly decodeNs: number;
}

export interface TierCost {
  readonly tierMs: number;
  readonly buckets: number;
  /** Of all series together, without and for sketches, divided by the samples that they stand for. */
  readonly bytesPerSample: number;
  readonly sketchBytesPerSample: number;
  readonly bytesPerBucket: number;
}

const runs = 9;

/** One entry for each metric of the chunks. */
export function metricCosts(chunks: readonly RawChunk[]): readonly MetricCost[] {
  return columnsOf(chunks).map(([metric, columns]) => {
    const writer = new ByteWriter(65_536);
    const samples = total(columns.map(({ values }) => values.length));
    const encoded = columns.map(({ values, decimals }) => encodedColumn(writer, values, decimals));
    return {
      metric,
      samples,
      journalBytes: total(columns.map(({ values, decimals }) => journalBytes(writer, values, decimals))) / samples,
      segmentBytes: total(encoded.map((bytes) => packBlob(bytes).length)) / samples,
      encodeNs:
        nanoseconds(() => {
          for (const { values, decimals } of columns) {
            writer.reset();
            encodeColumn(writer, values, decimals);
          }
        }) / samples,
      decodeNs:
        nanoseconds(() => {
          for (const [i, bytes] of encoded.entries()) decodeColumn(new ByteReader(bytes), columns[i]!.values.length);
        }) / samples,
    };
  });
}

/** Bytes of the timestamps of a group's frames, a frame, in a segment. */
export function bytesPerTime(chunks: readonly RawChunk[]): number {
  const writer = new ByteWriter();
  const bytes = chunks.map(({ times }) => {
    encodeTimes(writer, times);
    return packBlob(writer.take()).length;
  });
  return total(bytes) / total(chunks.map(({ times }) => times.length));
}

/** What each tier of the chunks takes, one chunk of buckets a group. */
export function tierCosts(chunks: readonly RawChunk[]): readonly TierCost[] {
  const groups = groupedBy(chunks, ({ group }) => group);
  return tierWidths.map((tierMs) => {
    const tiers = [...groups.values()].map((parts) => mergeTiers(parts.map((part) => rollUp(part, tierMs))));
    const samples = total(tiers.flatMap(({ columns }) => columns.map(({ buckets }) => total([...buckets.count]))));
    const buckets = total(tiers.map(({ starts, columns }) => starts.length * columns.length));
    const sizes = tiers.map(tierBytes);
    const bytes = total(sizes.map(([data]) => data));
    const sketches = total(sizes.map(([, sketchBytes]) => sketchBytes));
    return {
      tierMs,
      buckets,
      bytesPerSample: bytes / samples,
      sketchBytesPerSample: sketches / samples,
      bytesPerBucket: (bytes + sketches) / buckets,
    };
  });
}

function tierBytes({ starts, firstAt, lastAt, columns }: TierChunk): readonly [data: number, sketches: number] {
  const writer = new ByteWriter();
  for (const times of [starts, firstAt, lastAt]) encodeTimes(writer, times);
  let data = packBlob(writer.take()).length;
  let sketches = 0;
  for (const { series, buckets } of columns) {
    encodeBuckets(writer, buckets, series.decimals);
    data += packBlob(writer.take()).length;
    if (!buckets.sketches) continue;
    encodeSketches(writer, buckets.sketches);
    sketches += packBlob(writer.take()).length;
  }
  return [data, sketches];
}

interface Column {
  readonly values: Float64Array;
  readonly decimals: number;
}

function columnsOf(chunks: readonly RawChunk[]): readonly (readonly [metric: string, columns: Column[]])[] {
  const columns = chunks.flatMap((chunk) =>
    chunk.columns.map(({ series, values }) => ({ metric: series.metric, values, decimals: series.decimals })),
  );
  return [...groupedBy(columns, ({ metric }) => metric)];
}

function groupedBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

function encodedColumn(writer: ByteWriter, values: Float64Array, decimals: number): Uint8Array {
  encodeColumn(writer, values, decimals);
  return writer.take();
}

function journalBytes(writer: ByteWriter, values: Float64Array, decimals: number): number {
  const rowsPerSecond = 10;
  let bytes = 0;
  for (let row = 0; row < values.length; row += rowsPerSecond)
    bytes += 1 + encodedColumn(writer, values.subarray(row, row + rowsPerSecond), decimals).length;
  return bytes;
}

function nanoseconds(work: () => void): number {
  const times = Array.from({ length: runs }, () => {
    const from = performance.now();
    work();
    return (performance.now() - from) * 1e6;
  });
  return median(times);
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
