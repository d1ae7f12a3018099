import type { BoundRule } from './boundRule';
import type { LeafPlan, SelectorPlan } from './rulePlan';

/** A place in a rule where series are looked for. */
export interface Use {
  readonly rule: BoundRule;
  readonly leaf: LeafPlan;
  /** Which of the metrics that the leaf's bounds name; undefined: the leaf's own. */
  readonly slot: number | undefined;
  readonly selector: SelectorPlan;
}

export function usesOf(rule: BoundRule): readonly Use[] {
  return rule.plan.leaves.flatMap((leaf) => {
    const own: Use = { rule, leaf, slot: undefined, selector: leaf.selector };
    if (leaf.kind === 'absent') return [own];
    return [own, ...leaf.others.map(({ selector }, slot): Use => ({ rule, leaf, slot, selector }))];
  });
}
