import type { ModelReading } from '../adapter';
import {
  noFigures,
  shortOf,
  throughProxy,
  type FigureMetric,
  type Figures,
  type Shortfall,
  type Shortfalls,
} from '../figures';
import type { Activity } from './activityLedger';

/** What only the server behind llama-swap knows. */
const live = [
  'model.tokens_per_second',
  'model.prompt_tokens_per_second',
  'model.requests_active',
  'model.requests_queued',
] as const satisfies readonly FigureMetric[];
const totals = ['model.input_tokens', 'model.output_tokens', 'model.cached_tokens', 'model.requests'] as const;

const always = shortOf(
  ['model.ttft_ms', 'model.inter_token_ms'],
  'unavailable',
  `llama-swap does not keep the times of tokens. ${throughProxy}`,
);
const withoutServer = shortOf(
  live,
  'unavailable',
  `What is under way is read from a llama-server behind llama-swap, on this machine, and there is none that tells. ${throughProxy}`,
);
const withoutList = shortOf(
  [...totals, 'model.request_ms'],
  'unavailable',
  `This llama-swap keeps no list of requests; a newer one does. ${throughProxy}`,
);
const withoutCached = shortOf(
  ['model.cached_tokens'],
  'unavailable',
  'No answer that passed llama-swap told how much of its prompt was reused.',
);

/** Why token totals are too low, and since when. */
export interface Gaps {
  readonly missed: number;
}

/** Joins what a server behind llama-swap tells of now with what llama-swap knows of the requests that ended. */
export function joined(
  name: string,
  server: ModelReading | undefined,
  activity: Readonly<Activity> | undefined,
  gaps: Gaps | undefined,
): ModelReading {
  const figures = noFigures();
  for (const metric of live) figures[metric] = server?.figures?.[metric] ?? NaN;
  if (gaps) setTotals(figures, activity);
  return {
    ...(server?.vocabularyTokens === undefined ? {} : { vocabularyTokens: server.vocabularyTokens }),
    status: { ...(server?.status ?? { state: 'idle' }), name },
    figures,
    shortfalls: {
      ...always,
      ...(server ? only(live, server.shortfalls ?? {}) : withoutServer),
      ...(gaps ? shortTotals(activity, gaps) : withoutList),
    },
  };
}

function setTotals(figures: Figures, activity: Readonly<Activity> | undefined): void {
  figures['model.input_tokens'] = activity?.input ?? 0;
  figures['model.output_tokens'] = activity?.output ?? 0;
  figures['model.requests'] = activity?.requests ?? 0;
  if (activity?.hasCached) figures['model.cached_tokens'] = activity.cached;
  figures['model.request_ms'] = median(activity?.durations ?? []);
}

function shortTotals(activity: Readonly<Activity> | undefined, { missed }: Gaps): Shortfalls {
  const reasons = [
    ...(activity?.uncounted ? [`Requests that gave no counts: ${activity.uncounted}.`] : []),
    ...(missed > 0 ? [`Requests that left llama-swap's list before they were read: ${missed}.`] : []),
  ];
  return {
    ...(reasons.length > 0 ? shortOf(totals, 'estimated', `Too low: ${reasons.join(' ')}`) : {}),
    ...(activity?.hasCached ? {} : withoutCached),
  };
}

/** The shortfalls of some figures. */
function only(metrics: readonly FigureMetric[], all: Shortfalls): Shortfalls {
  const own = metrics.flatMap((metric): [FigureMetric, Shortfall][] => {
    const shortfall = all[metric];
    return shortfall ? [[metric, shortfall]] : [];
  });
  return Object.fromEntries(own);
}

/** NaN of nothing. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return NaN;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
