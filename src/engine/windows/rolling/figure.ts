import type { Aggregation } from '../../../protocol/rules/rule';
import type { Series } from '../../metrics/series';

/**
 * A figure over a window that rolls along with time.
 *
 * A window of at most 1 s that ends now is made of the samples later than `now - windowMs`, read as they are. Every
 * other is made of seconds that are over and closed, gathered in buckets of `w` whole seconds: 1 s or, where that is
 * more, a hundredth of the window or 1/2,400 of the offset (both rounded down to seconds). Bucket `k` holds the samples
 * with `k * w <= timestamp < (k + 1) * w`. With `e` the bucket in which `now - offsetMs` lies and `n = windowMs / w`
 * (rounded up), the window holds the complete buckets `e - n` to `e - 1` and, where it ends now, the closed seconds of
 * bucket `e`. So it is never shorter than asked for, and longer by less than one bucket when it ends now.
 */
export interface FigureSpec {
  readonly aggregation: Aggregation;
  /** 1,000 to 86,400,000. Windows over a second move on by whole seconds, longer ones by up to a hundredth of themselves. */
  readonly windowMs: number;
  /** How long ago the window ends, ms, 0 to 86,400,000; 0: now. */
  readonly offsetMs: number;
  /**
   * Seconds in which every sample is 0 do not count, nor does a window of at most a second with no other sample. Of
   * what memory or a store holds only in longer buckets, those with nothing but 0 do not count.
   */
  readonly ignoresZero?: boolean;
}

/** One series' figure; costs the same to read for every length of window. */
export interface Figure {
  /** In the metric's unit; NaN while there is no sample in the window. @param now Milliseconds since 1970, never less than before. */
  value(now: number): number;
  /** Samples in the window. */
  samples(now: number): number;
  /**
   * Time of the oldest sample that it was ever given, one that does not count included, ms since 1970; Infinity without
   * any. It is -Infinity where the window is too short to have to be watched.
   */
  since(): number;
}

/** Where rules get their figures. Whoever opens one closes it; equal ones are shared. */
export interface FigureSource {
  open(series: Series, spec: FigureSpec): Figure;
  close(series: Series, spec: FigureSpec): void;
  /** Time of the newest sample, ms since 1970; undefined while there is none. */
  newestAt(series: Series): number | undefined;
}
