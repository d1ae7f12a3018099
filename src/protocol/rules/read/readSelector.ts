import type { Node } from 'jsonc-parser';
import { catalogue, isMetricId, metricIds } from '../../catalogue';
import { matchesGlob } from '../../glob';
import type { Labels } from '../../metric';
import { metricName } from '../../metricName';
import type { Selector } from '../rule';
import { didYouMean } from '../../text/nearestNames';
import type { RuleScope } from '../text/ruleScope';
import { membersOf } from '../../text/tree';

/** The series that a condition means. @param node Holds `metric` and, perhaps, `labels`. */
export function readSelector(
  node: Node,
  { metric: written, labels = {} }: { readonly metric: string; readonly labels?: Labels | undefined },
  scope: RuleScope,
): Selector {
  const metric = metricName(written);
  const known = metricsOf(metric);
  const members = membersOf(node);
  if (known.length === 0)
    scope.warning(
      members?.get('metric')?.value ?? node,
      () =>
        `There is no metric "${written}". The rule is in force and waits until there is one.${didYouMean(metric, metricIds, 3)}`,
    );
  else warnOfLabels(node, metric, known, scope);
  return { metric, labels };
}

function metricsOf(metric: string): readonly (keyof typeof catalogue)[] {
  if (isMetricId(metric)) return [metric];
  return metric.includes('*') ? metricIds.filter((id) => matchesGlob(metric, id)) : [];
}

function warnOfLabels(
  node: Node,
  metric: string,
  metrics: readonly (keyof typeof catalogue)[],
  scope: RuleScope,
): void {
  const own = new Set<string>(metrics.flatMap((id) => catalogue[id].labels));
  const labels = membersOf(node)?.get('labels')?.value;
  for (const [label, { key }] of (labels && membersOf(labels)) ?? [])
    if (!own.has(label))
      scope.warning(key, () => {
        const has =
          own.size === 0 ? 'has no labels' : `has the labels ${[...own].map((name) => `"${name}"`).join(', ')}`;
        return `"${metric}" ${has}, so nothing will ever have "${label}".${didYouMean(label, own)}`;
      });
}
