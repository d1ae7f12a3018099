import type { RawChunk, TierChunk } from '../chunk';
import type { StoreEvent, StoreSnapshot } from '../events/storeEvent';
import type { SeriesState, StoredSeries } from '../storedSeries';
import type { SegmentKind } from './segmentName';
import type { Sqlite } from './sqlite';

/** Which rows are wanted. */
export interface RowRange {
  /** Milliseconds since 1970, both included. */
  readonly from: number;
  readonly to: number;
  /** Of this session only. */
  readonly session?: string | undefined;
}

export interface SampleRange extends RowRange {
  readonly wanted: (series: StoredSeries) => boolean;
}

/** Buckets count as inside when the group's first to last sample in them touches the range. */
export interface BucketRange extends SampleRange {
  readonly tierMs: number;
}

export interface StateRow {
  readonly session: string;
  readonly series: StoredSeries;
  readonly state: SeriesState;
}

export declare class SegmentReader {
  /** @param bytes Belong to the reader until it is closed. @throws DamagedSegment, NewerSegment */
  static open(sqlite: Sqlite, bytes: Buffer, file: string): SegmentReader;
  readonly kind: SegmentKind;
  readonly file: string;
  /** Bytes of memory that it holds. */
  readonly byteLength: number;
  /** Raw samples that have a value, and events, as the segment says of itself. */
  readonly sampleCount: number;
  readonly eventCount: number;
  series(): ReadonlyMap<number, StoredSeries>;
  /** Widths of the buckets it has, ms, ascending; raw samples are not among them. */
  tiers(): readonly number[];
  sessions(): readonly string[];
  samples(range: SampleRange): Generator<RawChunk>;
  buckets(range: BucketRange): Generator<TierChunk>;
  states(): Generator<StateRow>;
  events(range: RowRange): Generator<StoreEvent>;
  snapshots(range: RowRange): Generator<StoreSnapshot>;
  check(): void;
  close(): void;
}
