import type { Node } from 'jsonc-parser';
import { isMetricId, metricIds } from '../catalogue';
import { metricName } from '../metricName';
import { checked } from '../text/checked';
import { didYouMean } from '../text/nearestNames';
import type { ProblemScope } from '../text/problems';
import { shown } from '../text/shown';
import { membersOf, valueOf } from '../text/tree';
import type { ChartMetric } from './layout';
import { layoutLimits as limits } from './limits';
import { chartMetricShape } from './shapes';

/** A metric of a chart and which element of the list in the text it is. */
export interface ReadMetric {
  readonly index: number;
  readonly metric: ChartMetric;
}

/** The metrics that a list of the text names; undefined where it is no list. What cannot be shown is told and left out. */
export function readChartMetrics(node: Node, scope: ProblemScope): readonly ReadMetric[] | undefined {
  if (node.type !== 'array') {
    scope.error(node, `"metrics" takes a list of metrics; got ${shown(valueOf(node))}.`);
    return undefined;
  }
  const children = node.children ?? [];
  const found = children.flatMap((child, index) => {
    const metric = readMetric(child, scope);
    return metric ? [{ index, metric }] : [];
  });
  const tooMany = found[limits.metrics];
  if (tooMany)
    scope.error(
      children[tooMany.index]!,
      `A chart has at most ${limits.metrics} metrics. This one and those after it are left out.`,
    );
  return found.slice(0, limits.metrics);
}

function readMetric(node: Node, scope: ProblemScope): ChartMetric | undefined {
  const written = typeof node.value === 'string' ? { metric: node.value } : checked(node, chartMetricShape, scope);
  if (written === undefined) return undefined;
  const { source, name, labels } = { source: undefined, name: undefined, labels: undefined, ...written };
  const named = metricName(written.metric);
  const metric = source === undefined || named.includes('.') ? named : `${source}.${named}`;
  if (!isMetricId(metric)) {
    scope.warning(membersOf(node)?.get('metric')?.value ?? node, () => {
      const near = didYouMean(metric.slice(0, 128), metricIds, 3);
      return `There is no metric ${shown(metric)}; the chart leaves it out.${near}`;
    });
    return undefined;
  }
  return chartMetric(metric, name, labels);
}

/** A metric of a chart without a name or labels that say nothing. */
export function chartMetric(
  metric: string,
  name: string | undefined,
  labels: Readonly<Record<string, string>> | undefined,
): ChartMetric {
  const called = name?.trim() ?? '';
  const hasLabels = labels !== undefined && Object.keys(labels).length > 0;
  return { metric, ...(called === '' ? {} : { name: called }), ...(hasLabels ? { labels: { ...labels } } : {}) };
}
