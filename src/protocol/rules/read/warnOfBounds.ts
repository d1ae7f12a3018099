import type { Node } from 'jsonc-parser';
import type { Bound, Levels, Operator } from '../rule';
import type { RuleScope } from '../text/ruleScope';

/** Bounds as they are, after a word about those that are in force but hardly meant. */
export function warnOfBounds<B extends { readonly bounds: Levels<Bound>; readonly clear?: Levels<Bound> }>(
  node: Node,
  operator: Operator,
  both: B,
  scope: RuleScope,
): B {
  const isUp = operator.startsWith('>');
  if (!isUp && !operator.startsWith('<')) return both;
  const [warning, critical] = [numberOf(both.bounds, 'warning'), numberOf(both.bounds, 'critical')];
  const isBeyond = (a: number, b: number): boolean => (isUp ? a > b : a < b);
  if (isBeyond(warning, critical))
    scope.warning(
      node,
      () =>
        `With "${operator}" the critical value ${critical} is reached before the warning ${warning}: the alert is always critical. Swap them.`,
    );
  if (both.clear === undefined) return both;
  for (const level of ['warning', 'critical'] as const) {
    const [fires, clears] = [numberOf(both.bounds, level), numberOf(both.clear, level)];
    if (!isBeyond(clears, fires)) continue;
    scope.warning(
      node,
      () =>
        `"clear" lies beyond "value" (${clears} and ${fires}): the alert would end as soon as it fires. With "${operator}" it should be ${isUp ? 'lower' : 'higher'} than "value".`,
    );
    break;
  }
  return both;
}

/** NaN where a bound is no plain number, so that no comparison with it holds. */
function numberOf(levels: Levels<Bound>, level: 'warning' | 'critical'): number {
  const bound = 'one' in levels ? levels.one : levels[level];
  return bound.kind === 'number' ? bound.value : NaN;
}
