import type { Aggregation } from '../../../protocol/rules/rule';
import type { Series } from '../../metrics/series';

/** A figure over a window that rolls along with time. */
export interface FigureSpec {
  readonly aggregation: Aggregation;
  /** 1,000 to 86,400,000. Windows over a second move on by whole seconds, longer ones by up to a hundredth of themselves. */
  readonly windowMs: number;
  /** How long ago the window ends, ms; 0: now. */
  readonly offsetMs: number;
}

/** One series' figure; costs the same to read for every length of window. */
export interface Figure {
  /** In the metric's unit; NaN while there is no sample in the window. @param now Milliseconds since 1970. */
  value(now: number): number;
  /** Samples in the window. */
  samples(now: number): number;
}

/** Where rules get their figures. Whoever opens one closes it; equal ones are shared. */
export interface FigureSource {
  open(series: Series, spec: FigureSpec): Figure;
  close(series: Series, spec: FigureSpec): void;
  /** Time of the newest sample, ms since 1970; undefined while there is none. */
  newestAt(series: Series): number | undefined;
}
