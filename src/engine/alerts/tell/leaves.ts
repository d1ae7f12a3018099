import { matchesGlob } from '../../../protocol/glob';
import type { Condition } from '../../../protocol/rules/rule';

export type Leaf = Extract<Condition, { kind: 'compare' | 'absent' }>;

/** The comparisons of a condition, in the order in which the rule has them. */
export function leavesOf(condition: Condition): readonly Leaf[] {
  if (condition.kind === 'compare' || condition.kind === 'absent') return [condition];
  return condition.conditions.flatMap(leavesOf);
}

export function patternOf(leaf: Leaf): string {
  return leaf.kind === 'compare' ? leaf.measure.selector.metric : leaf.selector.metric;
}

/** The leaf that reads a metric; without a metric, or where none does, the first. */
export function leafOf(condition: Condition, metric: string | undefined): Leaf | undefined {
  const leaves = leavesOf(condition);
  return leaves.find((leaf) => metric !== undefined && matchesGlob(patternOf(leaf), metric)) ?? leaves[0];
}

/** The name of a metric without its source: `cpu_percent` of `system.cpu_percent`. */
export function lastPart(metric: string): string {
  return metric.slice(metric.lastIndexOf('.') + 1);
}
