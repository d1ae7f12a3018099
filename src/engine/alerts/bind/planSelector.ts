import type { Selector } from '../../../protocol/rules/rule';
import { LabelMatcher } from './labelMatcher';
import type { MetricPatterns } from './metricPatterns';
import type { SelectorPlan } from './rulePlan';

export function planSelector(selector: Selector, patterns: MetricPatterns): SelectorPlan {
  return {
    pattern: selector.metric,
    metrics: patterns.metrics(selector.metric),
    matcher: new LabelMatcher(selector.labels),
  };
}
