import type { Labels } from '../../../../src/protocol/metric';
import type { Bound, Condition, Levels, Measure, Operator, Rule } from '../../../../src/protocol/rules/rule';

export function aRule(condition: Condition, more: Partial<Rule> = {}): Rule {
  return {
    id: 'rule',
    name: 'A rule',
    enabled: true,
    severity: 'warning',
    category: 'test',
    condition,
    forMs: 0,
    keepFiringMs: 0,
    escalate: [],
    labels: {},
    inhibits: [],
    actions: [],
    ...more,
  };
}

export function measure(metric: string, labels: Labels = {}, more: Partial<Measure> = {}): Measure {
  return { selector: { metric, labels }, aggregation: 'avg', windowMs: 10_000, ...more };
}

export const number = (value: number): Bound => ({ kind: 'number', value });

export function leaf(
  of: string | Measure,
  operator: Operator,
  bounds: number | Bound | Levels<Bound>,
  clear?: number | Bound | Levels<Bound>,
): Condition {
  return {
    kind: 'compare',
    measure: typeof of === 'string' ? measure(of) : of,
    operator,
    bounds: levels(bounds),
    ...(clear === undefined ? {} : { clear: levels(clear) }),
  };
}

export function two(warning: number, critical: number): Levels<Bound> {
  return { warning: number(warning), critical: number(critical) };
}

export const all = (...conditions: Condition[]): Condition => ({ kind: 'all', conditions });
export const any = (...conditions: Condition[]): Condition => ({ kind: 'any', conditions });
export const none = (...conditions: Condition[]): Condition => ({ kind: 'none', conditions });

export function absent(metric: string, forMs: number, labels: Labels = {}): Condition {
  return { kind: 'absent', selector: { metric, labels }, forMs };
}

function levels(bounds: number | Bound | Levels<Bound>): Levels<Bound> {
  if (typeof bounds === 'number') return { one: number(bounds) };
  return 'kind' in bounds ? { one: bounds } : bounds;
}
