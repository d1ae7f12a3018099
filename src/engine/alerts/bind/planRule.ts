import type { Condition, Levels, Rule } from '../../../protocol/rules/rule';
import { sharedLabelNames } from './labelSets';
import type { MetricPatterns } from './metricPatterns';
import { planComparison } from './planComparison';
import { planSelector } from './planSelector';
import type { LeafPlan, PlanNode, RulePlan } from './rulePlan';

const fastMs = 1000;

/** Resolves once, when rules load, what need not be resolved at every look. */
export function planRule(rule: Rule, patterns: MetricPatterns): RulePlan {
  const planner = new Planner(patterns);
  const root = planner.node(rule.condition);
  const { leaves } = planner;
  const first = leaves[0];
  const isSingle = first !== undefined && leaves.length === 1;
  return {
    rule,
    root,
    nodes: planner.nodes,
    leaves,
    hasLevels: planner.hasLevels,
    hasAbsence: leaves.some((leaf) => leaf.kind === 'absent'),
    isFast: leaves.every(isFastLeaf),
    join: isSingle ? undefined : sharedLabelNames(leaves.flatMap((leaf) => leaf.selector.metrics)),
    joinsMetric: isSingle && first.selector.metrics.length > 1,
  };
}

class Planner {
  readonly leaves: LeafPlan[] = [];
  nodes = 0;
  hasLevels = false;

  constructor(private readonly patterns: MetricPatterns) {}

  node(condition: Condition): PlanNode {
    const at = this.nodes++;
    switch (condition.kind) {
      case 'all':
      case 'any':
      case 'none':
        return { kind: condition.kind, at, parts: condition.conditions.map((part) => this.node(part)) };
      case 'compare':
        if (hasTwo(condition.bounds)) this.hasLevels = true;
        return this.leaf(at, planComparison(condition, this.leaves.length, this.patterns));
      case 'absent': {
        const selector = planSelector(condition.selector, this.patterns);
        return this.leaf(at, { kind: 'absent', leaf: this.leaves.length, selector, forMs: condition.forMs });
      }
    }
  }

  private leaf(at: number, plan: LeafPlan): PlanNode {
    this.leaves.push(plan);
    return { kind: 'leaf', at, plan };
  }
}

function hasTwo(levels: Levels<unknown>): boolean {
  return !('one' in levels);
}

function isFastLeaf(leaf: LeafPlan): boolean {
  return (
    leaf.kind === 'compare' &&
    leaf.spec.windowMs <= fastMs &&
    leaf.pasts.length === 0 &&
    leaf.others.every((other) => other.spec.windowMs <= fastMs)
  );
}
