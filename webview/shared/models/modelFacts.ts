import type { MetricId } from '../../../src/protocol/catalogue';
import type { Activity, ModelActivity, RequestInfo } from '../../../src/protocol/requests';
import type { KnownSeries, SeriesStore } from '../seriesStore';

/** Everything that is known of one model besides its status. */
export interface ModelFacts {
  /** Time of the newest row, ms since 1970. */
  readonly now: number;
  readonly series: (metric: MetricId, bound?: 'lower' | 'upper') => KnownSeries | undefined;
  readonly activity: ModelActivity | undefined;
  /** The newest request that tells the model's uncertainty. */
  readonly uncertainRequest: RequestInfo | undefined;
}

export function modelFacts(
  runtime: string,
  model: string,
  store: SeriesStore,
  activity: Activity | undefined,
): ModelFacts {
  const isOfModel = (one: { readonly runtime?: string; readonly model?: string }): boolean =>
    one.runtime === runtime && one.model === model;
  return {
    now: store.newest,
    series: (metric, bound) =>
      store
        .all(metric)
        .find(({ info }) => isOfModel(info.labels) && (bound === undefined || info.labels['bound'] === bound)),
    activity: activity?.models.find(isOfModel),
    uncertainRequest: activity?.requests.find((request) => isOfModel(request) && request.entropyBits !== undefined),
  };
}
