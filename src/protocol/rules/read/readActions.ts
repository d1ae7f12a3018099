import type { Node } from 'jsonc-parser';
import type * as v from 'valibot';
import { limits } from '../limits';
import type { Action } from '../rule';
import { actionShapes, actionTypeShape } from '../shapes/action';
import { checked } from '../../text/checked';
import type { RuleScope } from '../text/ruleScope';
import { shown } from '../../text/shown';
import { membersOf, valueOf } from '../../text/tree';
import { severityOf } from './severityOf';

/** The actions of a rule; those that are wrong are told and left out. @param category Of the rule. */
export function readActions(node: Node, category: string, scope: RuleScope): readonly Action[] {
  if (node.type !== 'array') {
    scope.error(node, `"actions" takes a list such as [{"type": "notify.toast"}]; got ${shown(valueOf(node))}.`);
    return [];
  }
  const children = node.children ?? [];
  if (children.length > limits.actions)
    scope.error(
      children[limits.actions]!,
      `A rule has at most ${limits.actions} actions; this one has ${children.length}.`,
    );
  return children.slice(0, limits.actions).flatMap((child) => readAction(child, category, scope) ?? []);
}

function readAction(node: Node, category: string, scope: RuleScope): Action | undefined {
  const type = typeOf(node, scope);
  const shape = type && checked(node, actionShapes[type], scope);
  return shape && actionOf(shape, category);
}

function typeOf(node: Node, scope: RuleScope): keyof typeof actionShapes | undefined {
  // Only the type, for the other keys belong to a shape that it chooses.
  const type = membersOf(node)?.get('type')?.value;
  const known = actionTypeShape.entries.type.options.find((option) => option === type?.value);
  if (known !== undefined) return known;
  if (type === undefined) checked(node, actionTypeShape.entries.type, scope);
  else checked(type, actionTypeShape.entries.type, scope);
  return undefined;
}

function actionOf(shape: v.InferOutput<(typeof actionShapes)[keyof typeof actionShapes]>, category: string): Action {
  switch (shape.type) {
    case 'notify.toast':
      return {
        type: shape.type,
        ...(shape.level === undefined ? {} : { level: severityOf(shape.level) }),
        ...messageOf(shape),
        ...(shape.duration_ms === undefined ? {} : { durationMs: shape.duration_ms }),
      };
    case 'notify.sound':
      return { type: shape.type };
    case 'log.audit':
      return { type: shape.type, category: shape.category ?? category, ...messageOf(shape) };
    case 'suggest.mitigation':
    case 'suggest.diagnostic':
      return { type: shape.type, target: shape.target, ...messageOf(shape) };
    case 'run.command':
      return { type: shape.type, command: shape.command, args: shape.args ?? [] };
  }
}

const messageOf = ({ message }: { readonly message?: string | undefined }): { message?: string } =>
  message === undefined ? {} : { message };
