import { shortOf, type Shortfalls } from '../figures';

/** What a llama-server lets the monitor read. */
export interface Readable {
  readonly metrics: boolean;
  readonly slots: boolean;
  /** Whether `/metrics` counts prompt tokens that came from the cache. */
  readonly cached: boolean;
}

const rates = ['model.tokens_per_second', 'model.prompt_tokens_per_second'] as const;
const totals = ['model.input_tokens', 'model.output_tokens'] as const;

export const notes = {
  noMetrics: 'Start llama-server with --metrics to get exact totals and the queue.',
  noSlots: 'Start llama-server with --slots to get live speeds.',
  keepsAwake:
    'Without --metrics the monitor reads /slots, which keeps a model loaded that --sleep-idle-seconds would unload.',
  badFigures: 'Some figures that llama-server gave were not usable numbers; they were left out.',
} as const;

const withoutSlots = shortOf(
  rates,
  'unavailable',
  "Live speed needs llama-server's /slots, for its counters only grow when a request ends. Start it with --slots.",
);
const withoutCached: Shortfalls = {
  ...shortOf(['model.cached_tokens'], 'unavailable', 'This llama-server does not count reused prompt tokens.'),
  ...shortOf(
    ['model.input_tokens'],
    'estimated',
    'This llama-server does not count prompt tokens that it reused from its cache; they are not in the total.',
  ),
};
const withoutMetrics: Shortfalls = {
  ...shortOf(rates, 'estimated', `Requests shorter than the time between two readings are missed. ${notes.noMetrics}`),
  ...shortOf(totals, 'estimated', `Added up from what /slots showed; ends of requests are missed. ${notes.noMetrics}`),
  ...shortOf(['model.requests_queued', 'model.cached_tokens'], 'unavailable', notes.noMetrics),
};
const withoutBoth: Shortfalls = shortOf(
  [...rates, ...totals, 'model.requests_active', 'model.requests_queued', 'model.cached_tokens'],
  'unavailable',
  'This llama-server gives no figures. Start it with --metrics and --slots.',
);

const metricsOnlyWithoutCached: Shortfalls = { ...withoutSlots, ...withoutCached };
const nothing: Shortfalls = {};

export function shortfallsOf({ metrics, slots, cached }: Readable): Shortfalls {
  if (!metrics) return slots ? withoutMetrics : withoutBoth;
  if (!slots) return cached ? withoutSlots : metricsOnlyWithoutCached;
  return cached ? nothing : withoutCached;
}
