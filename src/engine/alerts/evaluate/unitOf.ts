import { catalogue, type MetricId } from '../../../protocol/catalogue';
import type { Unit } from '../../../protocol/metric';
import type { Aggregation } from '../../../protocol/rules/rule';

const perSecond: Partial<Record<Unit, Unit>> = {
  bytes: 'bytes_per_second',
  tokens: 'tokens_per_second',
  requests: 'per_second',
  events: 'per_second',
  samples: 'per_second',
  frames: 'per_second',
  connections: 'per_second',
  joules: 'watts',
};

/** The unit of what an aggregation makes of a metric; null where we have no name for it, as for percent per second. */
export function unitOf(metric: MetricId, aggregation: Aggregation): Unit | null {
  if (aggregation === 'count') return 'samples';
  const { unit } = catalogue[metric];
  return aggregation === 'rate' ? (perSecond[unit] ?? null) : unit;
}
