import type { Condition, Rule } from '../../../protocol/rules/rule';

/** What rules look at, and how far back their windows reach. */
export interface WhatRulesRead {
  /** Metric names with `*` for any part. */
  readonly metrics: readonly string[];
  readonly reachMs: number;
}

export function whatRulesRead(rules: readonly Rule[]): WhatRulesRead {
  const metrics = new Set<string>();
  let reachMs = 0;
  const read = (metric: string, ms: number): void => {
    metrics.add(metric);
    reachMs = Math.max(reachMs, ms);
  };
  const visit = (condition: Condition): void => {
    switch (condition.kind) {
      case 'all':
      case 'any':
      case 'none':
        condition.conditions.forEach(visit);
        return;
      case 'absent':
        read(condition.selector.metric, condition.forMs);
        return;
      case 'compare': {
        const { measure, bounds, clear } = condition;
        read(measure.selector.metric, measure.windowMs);
        for (const levels of clear ? [bounds, clear] : [bounds])
          for (const bound of 'one' in levels ? [levels.one] : [levels.warning, levels.critical]) {
            if (bound.kind === 'metric') read(bound.measure.selector.metric, bound.measure.windowMs);
            if (bound.kind === 'baseline') read(measure.selector.metric, bound.windowMs + bound.offsetMs);
          }
      }
    }
  };
  for (const { condition, forMs } of rules) {
    visit(condition);
    reachMs = Math.max(reachMs, forMs);
  }
  return { metrics: [...metrics], reachMs };
}
