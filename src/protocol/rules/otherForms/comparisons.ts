import type { Node } from 'jsonc-parser';
import { severityOf } from '../read/severityOf';
import { operators, type Rule } from '../rule';
import { severity } from '../shapes/parts';
import { checked } from '../../text/checked';
import { didYouMean } from '../../text/nearestNames';
import type { Span } from '../../text/problems';
import type { RuleScope } from '../text/ruleScope';
import { figuresNamed, knownNames } from './figuresNamed';
import { bound, comparison, plainRule } from './plainRule';

const form = /^ *([A-Za-z0-9_.]{1,100}) *([<>=!]{1,2}) *(-?\d{1,15}(?:\.\d{1,9})?) *$/;

export const isComparison = (key: string): boolean => /[<>=]/.test(key);

/** A rule of an object of comparisons: `"event_queue_depth > 500": "warning"`. */
export function readComparison(key: string, place: Span, value: Node, scope: RuleScope): Rule | undefined {
  const [, name = '', written, number] = form.exec(key) ?? [];
  const operator = operators.find((known) => known === written);
  if (operator === undefined) {
    scope.error(
      place,
      `A comparison is a name, an operator and a number, such as "event_queue_depth > 500"; got "${key.slice(0, 60)}".`,
    );
    return undefined;
  }
  const [figure] = figuresNamed(name);
  if (figure === undefined) {
    scope.error(
      place,
      `No metric is known by "${name}", so this comparison is not in force.${didYouMean(name, knownNames, 3)}`,
    );
    return undefined;
  }
  const word = checked(value, severity, scope);
  if (word === undefined) return undefined;
  const level = severityOf(word);
  const condition = comparison(figure, operator, { one: bound(figure, Number(number)) });
  return plainRule(`${name}.${level}`, key.trim(), level, condition);
}
