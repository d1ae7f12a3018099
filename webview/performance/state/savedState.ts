import * as v from 'valibot';
import { isMetricId } from '../../../src/protocol/catalogue';
import type { ChartMetric, PanelConfigs } from '../../../src/protocol/layout/layout';
import { labels } from '../../shared/seriesSchema';
import { list, text } from '../../shared/schemaParts';
import { metricsOf, mostLines, mostMetrics } from './picks';
import { longestMs, shortestMs, type TimeWindow } from './timeWindow';

/** How long ago the stretch lay that a chart is compared with, ms; 0: with none. */
export const comparisons = [0, 86_400_000, 604_800_000] as const;
export type Comparison = (typeof comparisons)[number];

const sortKeys = ['picked', 'name', 'now', 'min', 'avg', 'max', 'p95'] as const;
export type SortKey = (typeof sortKeys)[number];

/** What a user chose to see, as it survives a reload of the page. */
export interface SavedState {
  readonly window: TimeWindow;
  readonly picks: readonly ChartMetric[];
  /** Keys of lines that are not drawn. */
  readonly hidden: readonly string[];
  readonly compareMs: Comparison;
  readonly hasQuantiles: boolean;
  readonly sort: SortKey;
}

export const mostHidden = 200;
const latest = 8.64e15;
const time = v.pipe(v.number(), v.minValue(0), v.maxValue(latest));

const window = v.variant('kind', [
  v.object({ kind: v.literal('live'), lengthMs: v.pipe(v.number(), v.minValue(60_000), v.maxValue(longestMs)) }),
  v.pipe(
    v.object({ kind: v.literal('fixed'), from: time, to: time }),
    v.check(({ from, to }) => to - from >= shortestMs && to - from <= longestMs),
  ),
]) satisfies v.GenericSchema<unknown, TimeWindow>;

const pick = v.object({
  metric: v.pipe(v.string(), v.check(isMetricId)),
  name: v.exactOptional(text(200)),
  labels: v.exactOptional(labels),
}) satisfies v.GenericSchema<unknown, ChartMetric>;

const picks = v.pipe(
  list(pick, mostLines),
  v.check((all) => metricsOf(all).length <= mostMetrics),
);

/** What was saved; what of it is missing or makes no sense is as it was given. */
export function readSaved(saved: unknown, usual: SavedState): SavedState {
  const schema = v.object({
    window: v.fallback(window, usual.window),
    picks: v.fallback(picks, usual.picks),
    hidden: v.fallback(list(text(2048), mostHidden), usual.hidden),
    compareMs: v.fallback(v.picklist(comparisons), usual.compareMs),
    hasQuantiles: v.fallback(v.boolean(), usual.hasQuantiles),
    sort: v.fallback(v.picklist(sortKeys), usual.sort),
  });
  const result = v.safeParse(schema, saved);
  return result.success ? result.output : usual;
}

/** What is shown of a chart that nobody changed. */
export function usualState({ metrics, timeWindowMs }: PanelConfigs['performance_chart']): SavedState {
  return {
    window: { kind: 'live', lengthMs: timeWindowMs },
    picks: metrics,
    hidden: [],
    compareMs: 0,
    hasQuantiles: false,
    sort: 'picked',
  };
}
