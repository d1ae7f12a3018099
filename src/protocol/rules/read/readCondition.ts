import type { Node } from 'jsonc-parser';
import { limits } from '../limits';
import type { Condition } from '../rule';
import { didYouMean } from '../../text/nearestNames';
import type { RuleScope } from '../text/ruleScope';
import { shown } from '../../text/shown';
import { type Member, membersOf, valueOf } from '../../text/tree';
import { readLeaf } from './readLeaf';

const kinds = { when_all: 'all', when_any: 'any', when_not: 'none' } as const;
type GroupKey = keyof typeof kinds;
export const groupKeys = Object.keys(kinds) as readonly GroupKey[];
const isGroupKey = (key: string): key is GroupKey => Object.hasOwn(kinds, key);

/** A tree of conditions; undefined where something in it is wrong. */
export function readCondition(node: Node, scope: RuleScope): Condition | undefined {
  const leaves: { left: number } = { left: limits.leaves };
  const condition = read(node, 1, leaves, scope);
  if (leaves.left >= 0) return condition;
  scope.error(node, `A rule compares at most ${limits.leaves} times. Make several rules of this one.`);
  return undefined;
}

function read(node: Node, depth: number, leaves: { left: number }, scope: RuleScope): Condition | undefined {
  const members = membersOf(node);
  if (members === undefined) {
    scope.error(
      node,
      `A condition is an object with "metric", "operator" and "value", or with "when_all", "when_any" or "when_not"; got ${shown(valueOf(node))}.`,
    );
    return undefined;
  }
  const groups = [...members].filter((entry): entry is [GroupKey, Member] => isGroupKey(entry[0]));
  if (groups.length === 0) {
    leaves.left--;
    // A rule with too many is refused as a whole; what is wrong with the rest of them is of no interest then.
    return leaves.left < 0 ? undefined : readLeaf(node, scope);
  }
  if (depth > limits.depth) {
    scope.error(node, `Conditions are nested at most ${limits.depth} deep. Write this one flatter.`);
    return undefined;
  }
  for (const [key, { key: span }] of members)
    if (!isGroupKey(key))
      scope.warning(span, () => `${shown(key)} means nothing here and is ignored.${didYouMean(key, groupKeys)}`);
  const read = groups.map(([key, { value }]) => readGroup(key, value, depth, leaves, scope));
  return joined(read);
}

function readGroup(
  key: GroupKey,
  node: Node,
  depth: number,
  leaves: { left: number },
  scope: RuleScope,
): Condition | undefined {
  const children = node.type === 'array' ? (node.children ?? []) : [];
  if (children.length === 0) {
    scope.error(node, `"${key}" takes a list of conditions with at least one; got ${shown(valueOf(node))}.`);
    return undefined;
  }
  const conditions = children.map((child) => read(child, depth + 1, leaves, scope));
  return complete(conditions) ? { kind: kinds[key], conditions } : undefined;
}

/** Several keys of one object: all of them must hold. */
function joined(conditions: readonly (Condition | undefined)[]): Condition | undefined {
  if (!complete(conditions)) return undefined;
  return conditions.length === 1 ? conditions[0] : { kind: 'all', conditions };
}

const complete = (conditions: readonly (Condition | undefined)[]): conditions is readonly Condition[] =>
  !conditions.includes(undefined);
