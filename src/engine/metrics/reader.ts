import type { WindowStats } from './windowStats';
import type { Series } from './series';

export interface Sample {
  readonly timestamp: number;
  readonly value: number;
}

/** What the rest of the engine may ask of the samples in memory. */
export interface MetricReader {
  /** Every series that is known now, in the order in which they appeared. */
  series(): Iterable<Series>;
  /** The newest sample that had a value, unless it is older than three of its group's periods (at least 3 s). */
  latest(series: Series, now: number): Sample | undefined;
  /** Calls `visit` for each sample in memory with `from <= timestamp <= to`, oldest first. NaN marks "no value". */
  scan(series: Series, from: number, to: number, visit: (timestamp: number, value: number) => void): void;
  /** Statistics of the samples of the last `windowMs` milliseconds; undefined when there were none. */
  window(series: Series, windowMs: number, now: number): WindowStats | undefined;
  /** Timestamp of the oldest sample in memory. */
  since(): number | undefined;
}
