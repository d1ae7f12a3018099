import type { Labels, Quality, Unit } from './metric';

/** What can be made of the samples of one step. */
export const aggregates = [
  'avg',
  'min',
  'max',
  'sum',
  'count',
  'first',
  'last',
  'change',
  'rate',
  'stddev',
  'p50',
  'p95',
  'p99',
] as const;
export type Aggregate = (typeof aggregates)[number];

/** A question about the past. */
export interface HistoryRequest {
  /** Metric names with `*` for any part. */
  readonly metrics: readonly string[];
  /** Milliseconds since 1970, both included. */
  readonly from: number;
  readonly to: number;
  /** Milliseconds; steps begin at multiples of it since 1970. 0: every sample for itself. */
  readonly stepMs: number;
  /** What is made of the samples of a step; one column of the answer each. */
  readonly aggregates: readonly Aggregate[];
  /** Makes one step of all that are in the range, for figures of the range that those of its steps do not tell. */
  readonly isWhole?: true;
  /** Most points of all series together; an answer that would have more is refused. */
  readonly mostPoints: number;
}

/** The past of one series. */
export interface HistorySeries {
  readonly metric: string;
  readonly labels: Labels;
  readonly unit: Unit;
  /** The least good of the qualities that the values had in the range. */
  readonly quality: Quality;
  readonly reason?: string;
  /** Milliseconds since 1970, ascending: of each sample, or the beginning of each step that has one. */
  readonly times: Float64Array;
  /** One column for each aggregate asked for, as long as `times`; NaN stands for no value and marks a gap. */
  readonly values: readonly Float64Array[];
}

export interface HistoryAnswer {
  readonly from: number;
  readonly to: number;
  /** Longer than asked for where the past is kept in longer steps only. */
  readonly stepMs: number;
  readonly series: readonly HistorySeries[];
}

/** The buffers of an answer, to hand to `postMessage` as transferables. */
export function historyBuffers({ series }: HistoryAnswer): ArrayBuffer[] {
  return series.flatMap(({ times, values }) => [times, ...values].map((column) => column.buffer as ArrayBuffer));
}
