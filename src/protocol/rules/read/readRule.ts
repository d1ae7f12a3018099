import type { Node } from 'jsonc-parser';
import { limits } from '../limits';
import type { Escalation, Rule } from '../rule';
import { escalationShape, inhibitionShape, ruleGlob, ruleShape } from '../shapes/ruleShape';
import { checked } from '../../text/checked';
import type { RuleScope } from '../text/ruleScope';
import { membersOf } from '../../text/tree';
import { defaults } from './defaults';
import { readActions } from './readActions';
import { readCondition } from './readCondition';
import { severityOf } from './severityOf';
import { warnOfTemplates } from './warnOfTemplates';

/** A rule of the file; undefined where something is wrong that keeps it from being in force. */
export function readRule(node: Node, scope: RuleScope): Rule | undefined {
  const shape = checked(node, ruleShape, scope);
  const members = membersOf(node);
  const conditions = members?.get('conditions');
  const condition = conditions && readCondition(conditions.value, scope);
  const category = shape?.category ?? defaults.category;
  const actions = members?.get('actions');
  const rule = {
    actions: actions ? readActions(actions.value, category, scope) : [],
    escalate: readEscalations(members?.get('escalate')?.value, scope),
    inhibits: readInhibits(members?.get('inhibits')?.value, scope),
  };
  if (shape === undefined || condition === undefined || scope.isRefused) return undefined;
  if (actions) warnOfTemplates(actions.value, condition, scope);
  const cooldownMs = shape.debounce?.cooldown_ms;
  return {
    id: shape.id,
    name: shape.name ?? shape.id,
    enabled: shape.enabled ?? true,
    severity: severityOf(shape.severity ?? defaults.severity),
    category,
    ...(shape.description === undefined ? {} : { description: shape.description }),
    condition,
    forMs: shape.for ?? 0,
    keepFiringMs: shape.keep_firing_for ?? 0,
    ...(cooldownMs === undefined ? {} : { cooldownMs }),
    labels: shape.labels ?? {},
    ...rule,
  };
}

function readEscalations(node: Node | undefined, scope: RuleScope): readonly Escalation[] {
  return listed(node, 'escalate', limits.escalations, scope)
    .flatMap((child) => checked(child, escalationShape, scope) ?? [])
    .map(({ after, severity }) => ({ afterMs: after, severity: severityOf(severity) }))
    .sort((a, b) => a.afterMs - b.afterMs);
}

function readInhibits(node: Node | undefined, scope: RuleScope): Rule['inhibits'] {
  return listed(node, 'inhibits', limits.inhibits, scope).flatMap((child) => {
    if (child.type !== 'object') {
      const rules = checked(child, ruleGlob, scope);
      return rules === undefined ? [] : { rules, equal: [] };
    }
    const shape = checked(child, inhibitionShape, scope);
    return shape ? { rules: shape.rules, equal: shape.equal ?? [] } : [];
  });
}

/** One of a kind may stand for a list of one. */
function listed(node: Node | undefined, key: string, most: number, scope: RuleScope): readonly Node[] {
  if (node === undefined) return [];
  if (node.type !== 'array') return [node];
  const children = node.children ?? [];
  if (children.length > most)
    scope.error(node, `"${key}" takes a list of at most ${most}; this one has ${children.length}.`);
  return children.slice(0, most);
}
