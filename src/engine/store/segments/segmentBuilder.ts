import type { RawChunk, TierChunk } from '../chunk';
import type { StoreEvent, StoreSnapshot } from '../events/storeEvent';
import type { SeriesState, StoredSeries } from '../storedSeries';
import type { SegmentKind } from './segmentName';
import type { Sqlite } from './sqlite';

/** A segment that was built, and what its name needs to know. */
export interface BuiltSegment {
  readonly kind: SegmentKind;
  /** The database file, not encrypted. */
  readonly bytes: Uint8Array;
  /** Times of the first and last sample, event or snapshot, ms since 1970. */
  readonly from: number;
  readonly to: number;
  /** Raw samples that have a value. */
  readonly samples: number;
  readonly events: number;
}

export declare class SegmentBuilder {
  constructor(sqlite: Sqlite, kind: SegmentKind);
  /** Nothing was added that has a time: there is nothing to finish. */
  get isEmpty(): boolean;
  /** Chunks of a group in the order of their times; the builder keeps their arrays. */
  addSamples(chunk: RawChunk): void;
  addBuckets(chunk: TierChunk): void;
  addState(session: string, series: StoredSeries, state: SeriesState): void;
  addEvent(event: StoreEvent): void;
  addSnapshot(snapshot: StoreSnapshot): void;
  /** @throws RangeError when the builder is empty. */
  finish(): BuiltSegment;
  dispose(): void;
}
