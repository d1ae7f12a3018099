import { throughProxy, type FigureMetric, type Shortfall, type Shortfalls } from '../figures';
import { timeKeys, type ScrapedTimes, type TimeKey } from './scrapedTimes';

/** Which figures a page gives of a model. */
export interface Told {
  readonly active: boolean;
  readonly queued: boolean;
  readonly prompt: boolean;
  readonly cached: boolean;
  readonly generated: boolean;
  readonly ended: boolean;
  readonly speed: boolean;
  readonly promptSpeed: boolean;
  readonly times: Pick<ScrapedTimes, 'has' | 'median'>;
}

const metrics = {
  active: 'model.requests_active',
  queued: 'model.requests_queued',
  prompt: 'model.input_tokens',
  cached: 'model.cached_tokens',
  generated: 'model.output_tokens',
  ended: 'model.requests',
  speed: 'model.tokens_per_second',
  promptSpeed: 'model.prompt_tokens_per_second',
} as const satisfies Record<Exclude<keyof Told, 'times'>, FigureMetric>;

const timeMetrics = {
  ttft: 'model.ttft_ms',
  interToken: 'model.inter_token_ms',
  request: 'model.request_ms',
} as const satisfies Record<TimeKey, FigureMetric>;

/** What nobody but the runtime itself could tell. */
const onlyItself: ReadonlySet<FigureMetric> = new Set(['model.prompt_tokens_per_second', 'model.requests_queued']);

const betweenBounds =
  "Median of what came since the last reading, from the runtime's histogram, which only tells between which bounds times lie.";
const atLeast = `${betweenBounds} It lies beyond the last bound, so this is the least that it can be.`;

/** @param runtime What people call this kind of runtime. */
export function shortfallsOf(runtime: string, told: Told): Shortfalls {
  const shortfalls: Partial<Record<FigureMetric, Shortfall>> = {};
  for (const [key, metric] of Object.entries(metrics) as [keyof typeof metrics, FigureMetric][])
    if (!told[key]) shortfalls[metric] = missing(runtime, metric);
  for (const key of timeKeys) {
    const metric = timeMetrics[key];
    shortfalls[metric] = told.times.has(key)
      ? { quality: 'estimated', reason: told.times.median(key)?.isAtLeast ? atLeast : betweenBounds }
      : missing(runtime, metric);
  }
  return shortfalls;
}

function missing(runtime: string, metric: FigureMetric): Shortfall {
  const way = onlyItself.has(metric) ? 'A newer version may give it.' : throughProxy;
  return { quality: 'unavailable', reason: `The metrics of this ${runtime} do not hold it. ${way}` };
}
