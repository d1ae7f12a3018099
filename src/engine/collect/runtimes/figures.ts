import type { MetricId } from '../../../protocol/catalogue';
import type { Quality } from '../../../protocol/metric';

/**
 * What a runtime may tell of each model. Times are medians of what ended since the last reading (NaN when nothing
 * did), from runtimes that keep histograms.
 */
export const figureMetrics = [
  'model.tokens_per_second',
  'model.prompt_tokens_per_second',
  'model.requests_active',
  'model.requests_queued',
  'model.input_tokens',
  'model.output_tokens',
  'model.cached_tokens',
  'model.requests',
  'model.ttft_ms',
  'model.inter_token_ms',
  'model.request_ms',
] as const satisfies readonly MetricId[];

export type FigureMetric = (typeof figureMetrics)[number];

/** One value of each figure; NaN where there is none now. */
export type Figures = Record<FigureMetric, number>;

/** Why a figure is not measured, and what would change it. */
export interface Shortfall {
  readonly quality: Exclude<Quality, 'measured'>;
  readonly reason: string;
}

export type Shortfalls = Readonly<Partial<Record<FigureMetric, Shortfall>>>;

export const noFigures = (): Figures => ({
  'model.tokens_per_second': NaN,
  'model.prompt_tokens_per_second': NaN,
  'model.requests_active': NaN,
  'model.requests_queued': NaN,
  'model.input_tokens': NaN,
  'model.output_tokens': NaN,
  'model.cached_tokens': NaN,
  'model.requests': NaN,
  'model.ttft_ms': NaN,
  'model.inter_token_ms': NaN,
  'model.request_ms': NaN,
});

/** What brings figures that a runtime does not tell itself. */
export const throughProxy =
  'Send requests through the measuring proxy to see this (command "Connect a Client to the Measuring Proxy").';

/** The same shortfall for several figures. */
export function shortOf(metrics: readonly FigureMetric[], quality: Shortfall['quality'], reason: string): Shortfalls {
  return Object.fromEntries(metrics.map((metric) => [metric, { quality, reason }]));
}
