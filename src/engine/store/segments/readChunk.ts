import type { BucketColumns, RawChunk, TierChunk } from '../chunk';
import { ByteReader } from '../codec/byteReader';
import { decodeColumn } from '../codec/column';
import { decodeTimes } from '../codec/times';
import type { StoredSeries } from '../storedSeries';
import { decodeBuckets, decodeSketches } from '../tiers/bucketCodec';
import { BadValue } from './badValue';
import type { ChunkRow } from './chunkTable';
import { unpackBlob } from './packedBlob';

/** The blobs of one series in a chunk. */
export interface ColumnBlobs {
  readonly series: StoredSeries;
  readonly data: Uint8Array;
  readonly sketches: Uint8Array | undefined;
}

/** The rows of a chunk with a sample from `from` to `to`; undefined when there are none. @throws BadValue, DamagedBytes */
export function readRaw(
  chunk: ChunkRow,
  times: Uint8Array,
  columns: readonly ColumnBlobs[],
  from: number,
  to: number,
): RawChunk | undefined {
  const all = readTimes(chunk, times);
  const [first, end] = [firstFrom(all, from), firstAfter(all, to)];
  if (first >= end) return undefined;
  const { session, group, hz, rows } = chunk;
  return {
    session,
    group,
    hz,
    times: all.subarray(first, end),
    columns: columns.map(({ series, data }) => {
      const reader = opened(data, mostColumnBytes(rows));
      const values = decodeColumn(reader, rows);
      expectEnd(reader);
      return { series, values: values.subarray(first, end) };
    }),
  };
}

function readTimes(chunk: ChunkRow, blob: Uint8Array): Float64Array {
  const reader = opened(blob, mostColumnBytes(chunk.rows));
  const times = decodeTimes(reader, chunk.rows);
  expectEnd(reader);
  expectAscending(times);
  expectEnds(chunk, times, times);
  return times;
}

/** The buckets of a chunk with a sample from `from` to `to`; undefined when there are none. @throws BadValue, DamagedBytes */
export function readTier(
  chunk: ChunkRow,
  times: Uint8Array,
  columns: readonly ColumnBlobs[],
  from: number,
  to: number,
): TierChunk | undefined {
  const { starts, firstAt, lastAt } = readBucketTimes(chunk, times);
  const [first, end] = [firstFrom(lastAt, from), firstAfter(firstAt, to)];
  if (first >= end) return undefined;
  const { session, group, hz, tierMs } = chunk;
  return {
    session,
    group,
    hz,
    tierMs,
    starts: starts.subarray(first, end),
    firstAt: firstAt.subarray(first, end),
    lastAt: lastAt.subarray(first, end),
    columns: columns.map((c) => ({ series: c.series, buckets: cut(readBuckets(chunk.rows, c), first, end) })),
  };
}

function readBucketTimes(chunk: ChunkRow, blob: Uint8Array): Pick<TierChunk, 'starts' | 'firstAt' | 'lastAt'> {
  const { rows, tierMs } = chunk;
  const reader = opened(blob, 3 * mostColumnBytes(rows));
  const starts = decodeTimes(reader, rows);
  const firstAt = decodeTimes(reader, rows);
  const lastAt = decodeTimes(reader, rows);
  expectEnd(reader);
  expectEnds(chunk, firstAt, lastAt);
  for (let row = 0; row < rows; row++) {
    const [start, first, last] = [starts[row]!, firstAt[row]!, lastAt[row]!];
    const isInOrder = row === 0 || start > starts[row - 1]!;
    if (!(isInOrder && start % tierMs === 0 && first >= start && last >= first && last < start + tierMs))
      throw new BadValue(`the times of its chunk ${chunk.id} are not those of buckets of ${tierMs} ms`);
  }
  return { starts, firstAt, lastAt };
}

function readBuckets(rows: number, { series, data, sketches }: ColumnBlobs): BucketColumns {
  const reader = opened(data, 7 * mostColumnBytes(rows));
  const buckets = decodeBuckets(reader, rows, series.decimals);
  expectEnd(reader);
  if (!sketches) return buckets;
  const sketchReader = opened(sketches, mostSketchBytes(rows));
  const decoded = { ...buckets, sketches: decodeSketches(sketchReader, buckets.count) };
  expectEnd(sketchReader);
  return decoded;
}

function cut(buckets: BucketColumns, first: number, end: number): BucketColumns {
  const { count, sum, m2, min, max, first: firsts, last, sketches } = buckets;
  return {
    count: count.subarray(first, end),
    sum: sum.subarray(first, end),
    m2: m2.subarray(first, end),
    min: min.subarray(first, end),
    max: max.subarray(first, end),
    first: firsts.subarray(first, end),
    last: last.subarray(first, end),
    ...(sketches ? { sketches: sketches.slice(first, end) } : {}),
  };
}

/** Bytes that a column of so many rows has at the most, with room to spare. */
function mostColumnBytes(rows: number): number {
  return 24 * rows + 1024;
}

/** A sketch of all bins has 8193 of them, in some bytes each. */
function mostSketchBytes(rows: number): number {
  return Math.min(64 * 1024 * rows, 256 * 1024 * 1024) + 1024;
}

function opened(blob: Uint8Array, mostBytes: number): ByteReader {
  return new ByteReader(unpackBlob(blob, mostBytes));
}

function expectEnd(reader: ByteReader): void {
  if (reader.remaining > 0) throw new BadValue('a blob goes on after its end');
}

function expectAscending(times: Float64Array): void {
  for (let row = 1; row < times.length; row++)
    if (!(times[row]! >= times[row - 1]!)) throw new BadValue('the times of a chunk do not ascend');
}

/** The ends lie in the table's bounds for times, so with ascending rows all of them do. */
function expectEnds({ id, from, to }: ChunkRow, firstAt: Float64Array, lastAt: Float64Array): void {
  if (firstAt[0] !== from || lastAt.at(-1) !== to) throw new BadValue(`its chunk ${id} does not span the time it says`);
}

/** Index of the first of ascending times that is `time` or later. */
function firstFrom(times: Float64Array, time: number): number {
  return firstWhere(times, (t) => t >= time);
}

/** Index of the first of ascending times that is later than `time`. */
function firstAfter(times: Float64Array, time: number): number {
  return firstWhere(times, (t) => t > time);
}

function firstWhere(times: Float64Array, holds: (time: number) => boolean): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(times[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}
