/** How a value came to be. `unavailable` is never shown as 0. */
export const qualities = ['measured', 'estimated', 'unavailable'] as const;
export type Quality = (typeof qualities)[number];

/** What a value is: a level, a total that only grows, or a speed derived from one. */
export type Kind = 'gauge' | 'counter' | 'rate';

export const units = [
  'percent',
  'bytes',
  'bytes_per_second',
  'milliseconds',
  'tokens',
  'tokens_per_second',
  'requests',
  'per_second',
  'connections',
  'samples',
  'frames',
  'events',
  'load',
  'flag',
  'celsius',
  'watts',
  'joules',
  'joules_per_token',
  'bits',
  'dollars',
  'tasks',
  'messages',
  'turns',
  'calls',
  'errors',
  'ratio',
  'instances',
] as const;
export type Unit = (typeof units)[number];

/** How a power or energy value came to be. Only a counter and an integrated sensor are measurements. */
export const energyMethods = ['energy counter', 'integrated power', 'power sensor', 'estimate'] as const;
export type EnergyMethod = (typeof energyMethods)[number];

/** What a value of power or energy covers, how it was got, and from what; it travels with the value. */
export interface Origin {
  readonly method: EnergyMethod;
  /** What is inside the figure, such as `CPU package`, `GPU board` or `whole system, on battery`. */
  readonly scope: string;
  /** The instrument or interface, such as `RAPL package-0` or `nvidia-smi power.draw`. */
  readonly source: string;
}

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
  /** Of power and energy only. */
  readonly origin?: Origin;
}
