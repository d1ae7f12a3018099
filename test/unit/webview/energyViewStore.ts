import { catalogue, type MetricId } from '../../../src/protocol/catalogue';
import type { Labels, Origin, Quality } from '../../../src/protocol/metric';
import { SeriesStore } from '../../../webview/shared/seriesStore';

/** One series with its newest sample. */
export interface Fed {
  readonly metric: MetricId;
  readonly labels?: Labels;
  readonly value: number;
  /** How long before the newest row its sample is, ms. */
  readonly ageMs?: number;
  readonly quality?: Quality;
  readonly reason?: string;
  readonly origin?: Origin;
}

export const now = 1_780_000_015_000;
const periodMs = 500;

/** A store that was told of these series, each sampled every half second until its newest sample. */
export function storeOf(series: readonly Fed[]): SeriesStore {
  const store = new SeriesStore({ drawn: [], summed: [] });
  store.define([{ id: -1, metric: 'system.load_1m', labels: {}, unit: 'load', quality: 'measured' }]);
  series.forEach(({ metric, labels = {}, quality = 'measured', reason, origin }, id) => {
    const said = { ...(reason === undefined ? {} : { reason }), ...(origin === undefined ? {} : { origin }) };
    store.define([{ id, metric, labels, unit: catalogue[metric].unit, quality, ...said }]);
  });
  series.forEach(({ value, ageMs = 0 }, id) => {
    for (const at of [now - ageMs - periodMs, now - ageMs]) tell(store, id, at, value);
  });
  tell(store, -1, now, 1);
  return store;
}

export function tell(store: SeriesStore, id: number, at: number, value: number): void {
  const [timestamps, series, values] = [Float64Array.of(at), Int32Array.of(id), Float64Array.of(value)];
  store.append([{ group: id, timestamps, series, values }]);
}
