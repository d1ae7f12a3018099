import type { Quality } from '../protocol/metric';
import type { EngineStatus, ModelStatus } from '../protocol/status';
import { freshValue, type LatestValues } from './latestValues';

/** One model and what is known of its speed. */
export interface ModelRate {
  readonly runtime: string;
  readonly model: string;
  readonly state: ModelStatus['state'];
  /** Tokens per second; undefined where it is not known. */
  readonly rate: number | undefined;
  /** Undefined until the engine named the series. */
  readonly quality: Quality | undefined;
  /** Why the rate is not known or not measured. */
  readonly reason: string | undefined;
}

/** What all models together do, by the most that is known of them. */
export type TokenSummary =
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown'; readonly models: readonly ModelRate[] }
  | { readonly kind: 'idle'; readonly models: readonly ModelRate[] }
  | {
      readonly kind: 'rate';
      readonly models: readonly ModelRate[];
      readonly total: number;
      readonly estimated: boolean;
    };

/** Adds up the speeds of the models that runtimes have ready. A speed that is not known is left out, never 0. */
export function summarizeTokens(status: EngineStatus | undefined, values: LatestValues, now: number): TokenSummary {
  const series = values.all('model.tokens_per_second');
  const models = (status?.runtimes ?? []).flatMap((runtime) =>
    runtime.models.map((model): ModelRate => {
      const latest = series.find(
        ({ info }) => info.labels['runtime'] === runtime.name && info.labels['model'] === model.name,
      );
      return {
        runtime: runtime.name,
        model: model.name,
        state: model.state,
        rate: freshValue(latest, now),
        quality: latest?.info.quality,
        reason: latest?.info.reason,
      };
    }),
  );
  if (models.length === 0) return { kind: 'none' };
  const known = models.filter((model) => model.rate !== undefined);
  const total = known.reduce((sum, model) => sum + model.rate!, 0);
  if (total > 0)
    return { kind: 'rate', models, total, estimated: known.some((model) => model.quality === 'estimated') };
  if (models.some((model) => model.state === 'generating')) return generating(models);
  return { kind: models.every((model) => model.quality === 'unavailable') ? 'unknown' : 'idle', models };
}

/** A model is at work though no token was counted: either none has come yet, or nobody counts them. */
function generating(models: readonly ModelRate[]): TokenSummary {
  const counted = models.some((model) => model.state === 'generating' && model.rate !== undefined);
  return counted ? { kind: 'rate', models, total: 0, estimated: false } : { kind: 'unknown', models };
}
