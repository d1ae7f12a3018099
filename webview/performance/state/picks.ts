import * as l10n from '@vscode/l10n';
import { isMetricId, type MetricId } from '../../../src/protocol/catalogue';
import type { ChartMetric } from '../../../src/protocol/layout/layout';
import { layoutLimits } from '../../../src/protocol/layout/limits';
import type { Labels } from '../../../src/protocol/metric';

export const mostMetrics = 8;
export const mostLines = layoutLimits.metrics;

/** The metrics of some picks, each once. */
export function metricsOf(picks: readonly ChartMetric[]): MetricId[] {
  return [...new Set(picks.map(({ metric }) => metric))].filter(isMetricId);
}

/** Whether a pick is of a series with these labels. */
export function isPicked(pick: ChartMetric, metric: string, labels: Labels): boolean {
  if (pick.metric !== metric) return false;
  return Object.entries(pick.labels ?? {}).every(([name, value]) => labels[name] === value);
}

export function isSamePick(a: ChartMetric, b: ChartMetric): boolean {
  const [own, other] = [a.labels ?? {}, b.labels ?? {}];
  return Object.keys(own).length === Object.keys(other).length && isPicked(b, a.metric, own);
}

/** Why a pick cannot be added, for people; undefined where it can. */
export function refusalOf(picks: readonly ChartMetric[], pick: ChartMetric): string | undefined {
  if (!metricsOf(picks).includes(pick.metric as MetricId) && metricsOf(picks).length >= mostMetrics)
    return l10n.t('One chart shows at most {0} metrics. Remove one to add another.', mostMetrics);
  if (picks.length >= mostLines)
    return l10n.t('One chart shows at most {0} lines. Remove one to add another.', mostLines);
  return undefined;
}

/** A whole metric stands in place of its series, and a series in place of the whole metric. */
export function withPick(picks: readonly ChartMetric[], pick: ChartMetric): ChartMetric[] {
  const kept = picks.filter(
    (one) => one.metric !== pick.metric || (pick.labels !== undefined && one.labels !== undefined),
  );
  return [...kept.filter((one) => !isSamePick(one, pick)), pick];
}

/**
 * Takes one series away; a pick that was of more is split into picks of the others.
 * @param siblings Labels of all series that are shown of the metric.
 */
export function withoutSeries(
  picks: readonly ChartMetric[],
  metric: string,
  labels: Labels,
  siblings: readonly Labels[],
): ChartMetric[] {
  return picks.flatMap((pick) => {
    if (!isPicked(pick, metric, labels)) return [pick];
    const others = siblings.filter((one) => one !== labels && isPicked(pick, metric, one));
    return others.map((one) => ({ ...pick, labels: one }));
  });
}
