/** How a value came to be. `unavailable` is never shown as 0. */
export type Quality = 'measured' | 'estimated' | 'unavailable';

/** What a value is: a level, a total that only grows, or a speed derived from one. */
export type Kind = 'gauge' | 'counter' | 'rate';

export type Unit =
  | 'percent'
  | 'bytes'
  | 'bytes_per_second'
  | 'milliseconds'
  | 'tokens'
  | 'tokens_per_second'
  | 'requests'
  | 'per_second'
  | 'connections'
  | 'samples'
  | 'frames'
  | 'load';

export interface MetricDefinition {
  readonly unit: Unit;
  readonly kind: Kind;
  /** One sentence for tooltips, hovers and documentation. */
  readonly meaning: string;
  /** Where the figure comes from, in the reader's words. */
  readonly source: string;
  /** Digits after the decimal point that carry information. */
  readonly decimals: number;
  /** Names of the labels that tell series of this metric apart. */
  readonly labels: readonly string[];
  /** OpenTelemetry instrument name. */
  readonly otel: string;
  /** Prometheus name in base units, without the namespace prefix `wirthforge_`. */
  readonly prometheus: string;
}

export type Labels = Readonly<Record<string, string>>;

/** One metric with one set of labels, as every screen, stream and export names it. */
export interface SeriesInfo {
  readonly id: number;
  readonly metric: string;
  readonly labels: Labels;
  readonly unit: Unit;
  readonly quality: Quality;
  /** Why the quality is not `measured`, and what would change it. */
  readonly reason?: string;
}
