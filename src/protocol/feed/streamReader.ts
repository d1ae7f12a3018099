import type { SeriesInfo } from '../metric';
import type { Activity } from '../requests';
import type { Rows } from '../rows';

/** One who reads a stream. After `reset` or `renewed` everything is told anew: series, history, then what is live. */
export interface StreamReader {
  reset(): void;
  /** Another engine goes on with what was told so far: series have other numbers, and rows may come again. */
  renewed(): void;
  series(series: readonly SeriesInfo[]): void;
  rows(rows: readonly Rows[]): void;
  live(): void;
  /** Told only to those whose request asks for it. */
  activity?(activity: Activity): void;
}
