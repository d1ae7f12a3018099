import type { Node } from 'jsonc-parser';
import * as v from 'valibot';
import { dayMs } from '../limits';
import { defaults } from '../read/defaults';
import { severityOf } from '../read/severityOf';
import type { Bound, Rule } from '../rule';
import { name, oneOf, real } from '../../text/valueShapes';
import { ruleId, severity, words } from '../shapes/parts';
import { checked } from '../../text/checked';
import { didYouMean } from '../../text/nearestNames';
import type { RuleScope } from '../text/ruleScope';
import { membersOf } from '../../text/tree';
import { deviationsOf } from './deviations';
import type { KnownFigure } from './figures';
import { figuresNamed, knownNames, unitEnding } from './figuresNamed';
import { bound, comparison, operatorOf, plainRule } from './plainRule';

/** A rule of agent monitors: a pattern of metrics with a fixed threshold or a learnt one. */
const patternShape = v.object({
  rule_id: ruleId,
  name: v.optional(words('text')),
  enabled: v.optional(v.boolean('true or false')),
  metric_pattern: name('a name such as "*_cpu_usage_percent"', /^[A-Za-z0-9_*.-]{1,128}$/),
  threshold_type: v.optional(oneOf(['static', 'ml_based'])),
  threshold_value: v.optional(real(-1e15, 1e15)),
  ai_confidence_threshold: v.optional(real(0.01, 0.999_999)),
  severity: v.optional(severity),
});
type Pattern = v.InferOutput<typeof patternShape>;

export function isPatternRule(node: Node): boolean {
  const members = membersOf(node);
  return members?.has('rule_id') === true || members?.has('metric_pattern') === true;
}

/** One rule for each metric that the pattern may mean; the first has the id that is written. */
export function readPatternRule(node: Node, scope: RuleScope): readonly Rule[] {
  const written = membersOf(node)?.get('rule_id')?.value.value as unknown;
  if (typeof written === 'string') scope.id = written;
  const shape = checked(node, patternShape, scope);
  if (shape === undefined) return [];
  const figures = figuresNamed(shape.metric_pattern);
  if (figures.length === 0) {
    const pattern = membersOf(node)?.get('metric_pattern')?.value ?? node;
    const near = didYouMean(shape.metric_pattern.replace(/^\*_/, '').replace(unitEnding, ''), knownNames, 3);
    scope.error(pattern, `No metric is known by "${shape.metric_pattern}", so the rule is not in force.${near}`);
    return [];
  }
  return figures.flatMap((figure, place) => {
    const against = boundOf(shape, figure, node, scope);
    if (against === undefined) return [];
    const id = place === 0 ? shape.rule_id : `${shape.rule_id}.${figure.metric}`;
    const condition = comparison(figure, operatorOf(figure), { one: against });
    const rule = plainRule(id, shape.name ?? id, severityOf(shape.severity ?? defaults.severity), condition);
    return { ...rule, enabled: shape.enabled ?? true };
  });
}

function boundOf(shape: Pattern, figure: KnownFigure, node: Node, scope: RuleScope): Bound | undefined {
  const isLearnt = shape.threshold_type === 'ml_based';
  const value = isLearnt ? shape.ai_confidence_threshold : shape.threshold_value;
  if (value === undefined) {
    const key = isLearnt ? 'ai_confidence_threshold' : 'threshold_value';
    scope.error(node, `"${key}" is missing: ${isLearnt ? 'a learnt' : 'a static'} threshold takes it.`);
    return undefined;
  }
  if (!isLearnt) return bound(figure, value);
  const deviations = deviationsOf(value);
  return {
    kind: 'baseline',
    windowMs: dayMs,
    offsetMs: figure.windowMs,
    aggregation: 'avg',
    factor: 1,
    deviations: figure.isGoodHigh ? -deviations : deviations,
    leastSamples: defaults.leastSamples,
  };
}
