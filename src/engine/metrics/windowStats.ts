/** Statistics of one series over one rolling window. Units are the metric's, `rate` is per second. */
export interface WindowStats {
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly avg: number;
  readonly sum: number;
  readonly first: number;
  readonly last: number;
  /** Last value minus first. */
  readonly change: number;
  /** `change` per second between the first and the last sample; 0 with a single sample. */
  readonly rate: number;
  /** Population standard deviation. */
  readonly stddev: number;
  /** Nearest-rank quantiles: exact for windows up to 30 s, within 1 % of the value for longer ones. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}
