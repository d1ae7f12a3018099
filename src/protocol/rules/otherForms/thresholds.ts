import type { Node } from 'jsonc-parser';
import * as v from 'valibot';
import { defaults } from '../read/defaults';
import type { Bound, Levels, Rule } from '../rule';
import { real } from '../../text/valueShapes';
import { checked } from '../../text/checked';
import { didYouMean } from '../../text/nearestNames';
import type { Span } from '../../text/problems';
import type { RuleScope } from '../text/ruleScope';
import type { KnownFigure } from './figures';
import { figuresNamed, knownNames } from './figuresNamed';
import { bound, comparison, operatorOf, plainRule } from './plainRule';

const number = real(-1e15, 1e15);
const levelsShape = v.object({ warning: number, critical: number });

/** A rule of an object of thresholds: `"cpu_usage": 80`, `"latency": {"warning": 12, "critical": 18}`. */
export function readThreshold(key: string, place: Span, value: Node, scope: RuleScope): Rule | undefined {
  const [figure] = figuresNamed(key);
  if (figure === undefined) {
    scope.error(
      place,
      `No metric is known by "${key}", so this threshold is not in force.${didYouMean(key, knownNames, 3)}`,
    );
    return undefined;
  }
  const bounds = boundsOf(value, figure, scope);
  return bounds && plainRule(key, key, defaults.severity, comparison(figure, operatorOf(figure), bounds));
}

function boundsOf(value: Node, figure: KnownFigure, scope: RuleScope): Levels<Bound> | undefined {
  if (value.type !== 'object') {
    const one = checked(value, number, scope);
    return one === undefined ? undefined : { one: bound(figure, one) };
  }
  const levels = checked(value, levelsShape, scope);
  return levels && { warning: bound(figure, levels.warning), critical: bound(figure, levels.critical) };
}
