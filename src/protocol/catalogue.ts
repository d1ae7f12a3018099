import { agentMetrics } from './catalogue/agentMetrics';
import { modelMetrics } from './catalogue/modelMetrics';
import { monitorMetrics } from './catalogue/monitorMetrics';
import { powerMetrics } from './catalogue/powerMetrics';
import { systemMetrics } from './catalogue/systemMetrics';
import { uxMetrics } from './catalogue/uxMetrics';
import type { MetricDefinition } from './metric';

/** The one table of metrics: settings, hovers, documentation, exports and Prometheus names are derived from it. */
export const catalogue = {
  ...systemMetrics,
  ...powerMetrics,
  ...modelMetrics,
  ...agentMetrics,
  ...uxMetrics,
  ...monitorMetrics,
} as const satisfies Record<string, MetricDefinition>;

export type MetricId = keyof typeof catalogue;

export const metricIds = Object.keys(catalogue) as readonly MetricId[];

export function isMetricId(text: string): text is MetricId {
  return Object.hasOwn(catalogue, text);
}
