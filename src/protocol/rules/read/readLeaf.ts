import type { Node } from 'jsonc-parser';
import type { Bound, Condition, Levels } from '../rule';
import { absentShape, compareShape } from '../shapes/condition';
import { checked } from '../../text/checked';
import type { RuleScope } from '../text/ruleScope';
import { membersOf } from '../../text/tree';
import { measureOf } from './measureOf';
import { readBaseline, readBaselineClear } from './readBaseline';
import { readLevels } from './readBound';
import { readSelector } from './readSelector';
import { warnOfBounds } from './warnOfBounds';

/** A comparison, or the absence of data; undefined where it is wrong. */
export function readLeaf(node: Node, scope: RuleScope): Condition | undefined {
  return membersOf(node)?.has('absent') ? readAbsent(node, scope) : readCompare(node, scope);
}

function readAbsent(node: Node, scope: RuleScope): Condition | undefined {
  const operator = membersOf(node)?.get('operator');
  if (operator !== undefined) {
    scope.error(operator.key, 'Say either "absent" or "operator": what is absent compares with nothing.');
    return undefined;
  }
  const shape = checked(node, absentShape, scope);
  return shape && { kind: 'absent', selector: readSelector(node, shape, scope), forMs: shape.absent };
}

function readCompare(node: Node, scope: RuleScope): Condition | undefined {
  const shape = checked(node, compareShape, scope);
  if (shape === undefined) return undefined;
  const { operator } = shape;
  const measure = measureOf(readSelector(node, shape, scope), shape);
  const bounds = readBounds(node, { ...measure, operator }, scope);
  return bounds && { kind: 'compare', measure, operator, ...bounds };
}

interface Bounds {
  readonly bounds: Levels<Bound>;
  readonly clear?: Levels<Bound>;
}

function readBounds(node: Node, leaf: Parameters<typeof readBaseline>[1], scope: RuleScope): Bounds | undefined {
  const members = membersOf(node);
  const [value, baseline, clear] = [members?.get('value'), members?.get('baseline'), members?.get('clear')];
  if (value !== undefined && baseline !== undefined) {
    scope.error(baseline.key, 'Say either "value" or "baseline": a figure is compared with one of them.');
    return undefined;
  }
  if (value !== undefined) {
    const bounds = readLevels(value.value, leaf.operator, scope);
    if (bounds === undefined || clear === undefined)
      return bounds && warnOfBounds(value.value, leaf.operator, { bounds }, scope);
    const until = readLevels(clear.value, leaf.operator, scope);
    return until && warnOfBounds(clear.value, leaf.operator, { bounds, clear: until }, scope);
  }
  if (baseline !== undefined) {
    const one = readBaseline(baseline.value, leaf, scope);
    if (one === undefined || clear === undefined) return one && { bounds: { one } };
    const until = readBaselineClear(clear.value, one, leaf.operator, scope);
    return until && { bounds: { one }, clear: { one: until } };
  }
  scope.error(node, '"value" is missing: say what the metric is compared with, as "value" or as "baseline".');
  return undefined;
}
