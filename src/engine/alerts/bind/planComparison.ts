import type { Bound, Condition, Levels, Measure, Operator } from '../../../protocol/rules/rule';
import type { FigureSpec } from '../../windows/rolling/figure';
import type { MetricPatterns } from './metricPatterns';
import { planSelector } from './planSelector';
import type { BoundPlan, ComparePlan, OtherPlan, PastPlan } from './rulePlan';
import { seenFromOther, toWatchMs } from './wholeWindow';

const never: BoundPlan = { kind: 'fixed', low: NaN, high: NaN };

export function planComparison(
  condition: Extract<Condition, { kind: 'compare' }>,
  leaf: number,
  patterns: MetricPatterns,
): ComparePlan {
  const { measure, operator, bounds, clear = bounds } = condition;
  const planner = new BoundPlanner(operator, measure.ignoresZero === true, patterns);
  return {
    kind: 'compare',
    leaf,
    selector: planSelector(measure.selector, patterns),
    spec: specOf(measure),
    toWatchMs: toWatchMs(measure.windowMs, measure.aggregation, operator),
    operator,
    bounds: [
      planner.plan(atLevel(bounds, 'warning')),
      planner.plan(atLevel(bounds, 'critical')),
      planner.plan(atLevel(clear, 'warning')),
      planner.plan(atLevel(clear, 'critical')),
    ],
    others: planner.others,
    pasts: planner.pasts,
  };
}

/** Numbers the figures that bounds need; a bound that stands for several levels gets them once. */
class BoundPlanner {
  readonly others: OtherPlan[] = [];
  readonly pasts: PastPlan[] = [];
  private readonly planned = new Map<Bound, BoundPlan>();

  constructor(
    private readonly operator: Operator,
    private readonly ignoresZero: boolean,
    private readonly patterns: MetricPatterns,
  ) {}

  plan(bound: Bound): BoundPlan {
    const known = this.planned.get(bound);
    if (known) return known;
    const plan = this.isSuited(bound) ? this.planSuited(bound) : never;
    this.planned.set(bound, plan);
    return plan;
  }

  private isSuited(bound: Bound): boolean {
    return (this.operator === 'between' || this.operator === 'outside') === (bound.kind === 'range');
  }

  private planSuited(bound: Bound): BoundPlan {
    switch (bound.kind) {
      case 'number':
        return { kind: 'fixed', low: bound.value, high: bound.value };
      case 'range':
        return { kind: 'fixed', low: bound.low, high: bound.high };
      case 'setting':
        return { kind: 'setting', key: bound.key };
      case 'metric': {
        const { factor, plus } = bound;
        return { kind: 'metric', slot: this.others.push(this.otherOf(bound)) - 1, factor, plus };
      }
      case 'baseline': {
        const { factor, leastSamples, deviations = 0 } = bound;
        const slot = this.pasts.push(pastOf(bound, this.ignoresZero)) - 1;
        const isSpread = bound.deviations !== undefined;
        return { kind: 'baseline', slot, factor: isSpread ? 1 : factor, deviations, leastSamples };
      }
    }
  }

  private otherOf({ measure, factor }: Extract<Bound, { kind: 'metric' }>): OtherPlan {
    const { selector, windowMs, aggregation } = measure;
    return {
      selector: planSelector(selector, this.patterns),
      spec: specOf(measure),
      toWatchMs: toWatchMs(windowMs, aggregation, seenFromOther(this.operator, factor)),
    };
  }
}

function pastOf(bound: Extract<Bound, { kind: 'baseline' }>, ignoresZero: boolean): PastPlan {
  const { windowMs, offsetMs, aggregation, deviations } = bound;
  const past = { windowMs, offsetMs, ignoresZero };
  if (deviations === undefined) return { middle: { ...past, aggregation }, spread: undefined };
  return { middle: { ...past, aggregation: 'avg' }, spread: { ...past, aggregation: 'stddev' } };
}

function specOf({ aggregation, windowMs, ignoresZero = false }: Measure): FigureSpec {
  return { aggregation, windowMs, offsetMs: 0, ignoresZero };
}

function atLevel<T>(levels: Levels<T>, level: 'warning' | 'critical'): T {
  return 'one' in levels ? levels.one : levels[level];
}
