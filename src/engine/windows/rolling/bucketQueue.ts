import type { Moments } from '../moments';
import type { ClosedSketch } from '../sketch';

/** Samples of one bucket, or of a part of it. */
export interface BucketPart {
  /** Of the bucket: its start divided by the width of buckets. */
  readonly index: number;
  readonly samples: Moments;
  readonly sketch: ClosedSketch;
}

/**
 * The buckets of a figure, oldest first: those in its window, then those that wait until a window which ended a while
 * ago gets to them. Buckets without samples are left out.
 */
export interface BucketQueue {
  /** Samples in the window. */
  readonly count: number;
  /** Of the samples in the window; NaN without any. */
  value(): number;
  /** Adds samples later than all others; keeps neither object. @param index Of their bucket, not less than any before. */
  append(index: number, samples: Moments, sketch: ClosedSketch): void;
  /** Adds samples older than all others. @param parts Oldest first. */
  prepend(parts: readonly BucketPart[]): void;
  /** Moves the window on: lets in the buckets before `until` and drops those before `from`. */
  roll(from: number, until: number): void;
  clear(): void;
}
