import type { BucketColumns, TierChunk } from '../chunk';

/** The times and columns of one series in an answer. */
export interface PastColumns {
  readonly times: Float64Array;
  readonly values: readonly Float64Array[];
}

/** What is gathered of one series while the past is read, in whatever order its parts come. */
export interface SeriesPast {
  /** Samples `from` to `until` (not included) of some columns. */
  addSamples(times: Float64Array, values: Float64Array, from: number, until: number): void;
  addBuckets(chunk: TierChunk, buckets: BucketColumns, from: number, until: number): void;
  /** @param hz Frames a second of the group at the most. @param decimals Digits that its samples have. */
  seen(hz: number, decimals: number): void;
  /** Whether there is a value. */
  readonly hasValues: boolean;
  /** Once, at the end. */
  finish(): PastColumns;
}
