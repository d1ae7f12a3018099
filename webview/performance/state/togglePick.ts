import type { ChartMetric } from '../../../src/protocol/layout/layout';
import type { Labels } from '../../../src/protocol/metric';
import { isPicked, isSamePick, refusalOf, withoutSeries, withPick } from './picks';

/**
 * Picks with one more or one less; a text for people where there may be no more.
 * @param siblings Labels of all series that are known of the metric.
 */
export function toggledPick(
  picks: readonly ChartMetric[],
  option: { readonly pick: ChartMetric; readonly isPicked: boolean },
  siblings: readonly Labels[],
): readonly ChartMetric[] | string {
  const { pick } = option;
  if (!option.isPicked) return refusalOf(picks, pick) ?? withPick(picks, pick);
  if (pick.labels === undefined) return picks.filter(({ metric }) => metric !== pick.metric);
  if (picks.some((one) => one.labels !== undefined && isSamePick(one, pick)))
    return picks.filter((one) => !isSamePick(one, pick));
  const own = siblings.find((labels) => isPicked(pick, pick.metric, labels)) ?? pick.labels;
  return withoutSeries(picks, pick.metric, own, siblings);
}
