import type { ClosedSketch } from '../windows/sketch';
import type { StoredSeries } from './storedSeries';

/** Which rows a chunk holds. */
export interface ChunkKey {
  readonly session: string;
  readonly group: string;
  /** Frames a second at the most. */
  readonly hz: number;
}

/** A stretch of one group's samples as columns. NaN says that there was no value. */
export interface RawChunk extends ChunkKey {
  /** Milliseconds since 1970, ascending. */
  readonly times: Float64Array;
  readonly columns: readonly { readonly series: StoredSeries; readonly values: Float64Array }[];
}

/** Statistics of one series over the buckets of a chunk; entries of buckets without a sample have count 0. */
export interface BucketColumns {
  readonly count: Float64Array;
  readonly sum: Float64Array;
  /** Sum of squared distances from the bucket's mean, kept to about 0.2 %. */
  readonly m2: Float64Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
  readonly first: Float64Array;
  readonly last: Float64Array;
  /** One for each bucket, of the tiers that keep them. */
  readonly sketches?: readonly ClosedSketch[];
}

/** A stretch of one group's buckets. Several buckets with the same start are parts of one, and merge. */
export interface TierChunk extends ChunkKey {
  /** Width of the buckets. */
  readonly tierMs: number;
  /** Beginnings of the buckets that have a sample of any series, ms since 1970, ascending. */
  readonly starts: Float64Array;
  /** Times of the group's first and last sample in each bucket, ms since 1970. */
  readonly firstAt: Float64Array;
  readonly lastAt: Float64Array;
  readonly columns: readonly { readonly series: StoredSeries; readonly buckets: BucketColumns }[];
}
