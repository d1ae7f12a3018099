import type { Node } from 'jsonc-parser';
import type { Aggregation, Bound, Operator } from '../rule';
import { baselineClearShape, baselineShape } from '../shapes/condition';
import { checked } from '../../text/checked';
import type { RuleScope } from '../text/ruleScope';
import { membersOf } from '../../text/tree';
import { defaults } from './defaults';

type Baseline = Extract<Bound, { kind: 'baseline' }>;
interface Leaf {
  readonly operator: Operator;
  readonly aggregation: Aggregation;
  readonly windowMs: number;
}

/** A comparison with the same series' own past; undefined where it is wrong. */
export function readBaseline(node: Node, leaf: Leaf, scope: RuleScope): Baseline | undefined {
  const shape = checked(node, baselineShape, scope);
  if (shape === undefined || !isComparable(node, leaf.operator, scope) || !saysOne(node, scope)) return undefined;
  return {
    kind: 'baseline',
    windowMs: shape.window,
    // The past ends where the window that is compared with it begins.
    offsetMs: shape.offset ?? leaf.windowMs,
    aggregation: shape.aggregation ?? leaf.aggregation,
    factor: shape.factor ?? 1,
    ...(shape.deviations === undefined ? {} : { deviations: towards(leaf.operator, shape.deviations) }),
    leastSamples: shape.least_samples ?? defaults.leastSamples,
  };
}

/** The same past with what `clear` says in place of how far from it. */
export function readBaselineClear(
  node: Node,
  baseline: Baseline,
  operator: Operator,
  scope: RuleScope,
): Baseline | undefined {
  const shape = checked(node, baselineClearShape, scope);
  if (shape === undefined || !saysOne(node, scope)) return undefined;
  const past = withoutDeviations(baseline);
  if (shape.deviations !== undefined) return { ...past, deviations: towards(operator, shape.deviations) };
  if (shape.factor !== undefined) return { ...past, factor: shape.factor };
  scope.error(node, 'Beside a baseline, "clear" takes {"factor": …} or {"deviations": …}.');
  return undefined;
}

function withoutDeviations(baseline: Baseline): Baseline {
  const { kind, windowMs, offsetMs, aggregation, factor, leastSamples } = baseline;
  return { kind, windowMs, offsetMs, aggregation, factor, leastSamples };
}

function isComparable(node: Node, operator: Operator, scope: RuleScope): boolean {
  if (operator === '>' || operator === '>=' || operator === '<' || operator === '<=') return true;
  scope.error(node, `A baseline is compared by ">", ">=", "<" or "<="; got "${operator}".`);
  return false;
}

function saysOne(node: Node, scope: RuleScope): boolean {
  const members = membersOf(node);
  const second = members?.get('deviations');
  if (!members?.has('factor') || second === undefined) return true;
  scope.error(second.key, 'Say either "factor" or "deviations": a baseline is multiplied or spread, not both.');
  return false;
}

/** Deviations count in the direction in which the alert lies. */
const towards = (operator: Operator, deviations: number): number =>
  operator.startsWith('<') ? 0 - deviations : deviations;
