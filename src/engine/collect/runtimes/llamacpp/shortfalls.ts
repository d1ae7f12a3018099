import { shortOf, throughProxy, type Shortfalls } from '../figures';

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

/** What no llama-server tells. */
const always = shortOf(
  ['model.requests', 'model.ttft_ms', 'model.inter_token_ms', 'model.request_ms'],
  'unavailable',
  `llama-server keeps no account of single requests. ${throughProxy}`,
);

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
  `This llama-server gives no figures. Start it with --metrics and --slots. ${throughProxy}`,
);

/** One object for each case, for it is asked for with every reading. */
const cases = {
  all: always,
  withoutCached: { ...always, ...withoutCached },
  withoutSlots: { ...always, ...withoutSlots },
  withoutSlotsAndCached: { ...always, ...withoutSlots, ...withoutCached },
  withoutMetrics: { ...always, ...withoutMetrics },
  withoutBoth: { ...always, ...withoutBoth },
} as const satisfies Record<string, Shortfalls>;

export function shortfallsOf({ metrics, slots, cached }: Readable): Shortfalls {
  if (!metrics) return slots ? cases.withoutMetrics : cases.withoutBoth;
  if (!slots) return cached ? cases.withoutSlots : cases.withoutSlotsAndCached;
  return cached ? cases.all : cases.withoutCached;
}
