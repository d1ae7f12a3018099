import type { ModelActivity, RequestInfo } from '../../../protocol/requests';
import type { MetricId } from '../../../protocol/catalogue';
import type { ModelStatus, Probe, RuntimeStatus } from '../../../protocol/status';
import type { Answer } from '../answer';
import { matching } from '../matching';
import type { Parameters } from '../parameters';
import { presentSample } from '../presentSample';
import type { Sources } from '../sources';

/** Figures of one model, by their names in the answer. */
const figures = {
  tokensPerSecond: 'model.tokens_per_second',
  promptTokensPerSecond: 'model.prompt_tokens_per_second',
  requestsActive: 'model.requests_active',
  requestsQueued: 'model.requests_queued',
  inputTokens: 'model.input_tokens',
  outputTokens: 'model.output_tokens',
  cachedTokens: 'model.cached_tokens',
  reasoningTokens: 'model.reasoning_tokens',
  requests: 'model.requests',
  errors: 'model.errors',
  rateLimited: 'model.rate_limited',
  energyJoules: 'model.energy_joules',
} as const satisfies Record<string, MetricId>;

export interface ModelEntry extends ModelStatus {
  readonly runtime: string;
  /** Rates per second and totals; null where the runtime does not tell them, or told them too long ago. */
  readonly figures: Readonly<Record<keyof typeof figures, number | null>>;
  /** Times, tokens of today and energy for each token, where they are known. */
  readonly activity?: ModelActivity;
}

export interface Models {
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly models: readonly ModelEntry[];
  readonly runtimes: readonly Omit<RuntimeStatus, 'models'>[];
  /** Base URL of the measuring proxy, where it listens; a runtime's name follows it. */
  readonly proxy?: string;
  /** Where the monitor looked for model servers. */
  readonly probes: readonly Probe[];
  /** The last requests that passed through the measuring proxy, newest first. */
  readonly requests: readonly RequestInfo[];
}

/** `GET /api/models`: the model servers, their models, and what these have done. */
export function models(parameters: Parameters, sources: Sources): Answer {
  parameters.only();
  const timestamp = sources.now();
  const { runtimes, probes, proxy } = sources.status();
  const values = newest(sources, timestamp);
  const activity = sources.activity();
  const body: Models = {
    timestamp,
    models: runtimes.flatMap((runtime) =>
      runtime.models.map((model) => entryOf(runtime.name, model, values, activity.models)),
    ),
    runtimes: runtimes.map(({ name, kind, url, version, notes }) => {
      return { name, kind, url, ...(version === undefined ? {} : { version }), notes };
    }),
    ...(proxy === undefined ? {} : { proxy }),
    probes,
    requests: activity.requests,
  };
  return { body };
}

function entryOf(
  runtime: string,
  model: ModelStatus,
  values: ReadonlyMap<string, number>,
  activities: readonly ModelActivity[],
): ModelEntry {
  const found = Object.entries(figures).map(([name, metric]) => {
    return [name, values.get(keyOf(metric, runtime, model.name)) ?? null] as const;
  });
  const activity = activities.find((each) => each.runtime === runtime && each.model === model.name);
  return {
    runtime,
    ...model,
    figures: Object.fromEntries(found) as ModelEntry['figures'],
    ...(activity ? { activity } : {}),
  };
}

function newest({ reader }: Sources, now: number): Map<string, number> {
  const values = new Map<string, number>();
  for (const series of matching(reader, 'model.*')) {
    const { metric, labels } = series;
    const sample = presentSample(reader, series, now);
    if (sample) values.set(keyOf(metric, labels['runtime'] ?? '', labels['model'] ?? ''), sample.value);
  }
  return values;
}

function keyOf(metric: string, runtime: string, model: string): string {
  return JSON.stringify([metric, runtime, model]);
}
