import type { MetricId } from '../../protocol/catalogue';
import type { modelMetricGroups } from '../../protocol/settings';

type MetricGroup = (typeof modelMetricGroups)[number];

const groups: Partial<Record<MetricId, MetricGroup>> = {
  'model.ttft_ms': 'ttft',
  'model.inter_token_ms': 'ttft',
  'model.request_ms': 'ttft',
  'model.energy_joules': 'energy',
  'model.joules_per_token': 'energy',
  'model.entropy_bits': 'entropy',
};

/** Whether the setting `collectors.model.metrics` keeps a metric; what it does not name apart belongs to tokens. */
export function isKept(metric: MetricId, kept: readonly MetricGroup[]): boolean {
  return kept.includes(groups[metric] ?? 'tokens');
}
