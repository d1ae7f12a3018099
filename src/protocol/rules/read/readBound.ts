import type { Node } from 'jsonc-parser';
import { type SettingKey, settingKeys, settings } from '../../settings';
import type { Bound, Levels, Operator } from '../rule';
import { levelsShape, otherMetricShape, rangeShape, settingShape } from '../shapes/condition';
import { checked } from '../../text/checked';
import { didYouMean } from '../../text/nearestNames';
import type { RuleScope } from '../text/ruleScope';
import { shown } from '../../text/shown';
import { membersOf, valueOf } from '../../text/tree';
import { measureOf } from './measureOf';
import { readSelector } from './readSelector';

/** What a measure is compared with, for all severities or for each of two; undefined where that is wrong. */
export function readLevels(node: Node, operator: Operator, scope: RuleScope): Levels<Bound> | undefined {
  const members = membersOf(node);
  if (!members?.has('warning') && !members?.has('critical')) {
    const one = readBound(node, operator, scope);
    return one && { one };
  }
  if (checked(node, levelsShape, scope) === undefined) return undefined;
  const warning = readBound(members.get('warning')!.value, operator, scope);
  const critical = readBound(members.get('critical')!.value, operator, scope);
  return warning && critical && { warning, critical };
}

function readBound(node: Node, operator: Operator, scope: RuleScope): Bound | undefined {
  const wantsRange = operator === 'between' || operator === 'outside';
  if (node.type === 'array' && wantsRange) return readRange(node, scope);
  const members = membersOf(node);
  if (!wantsRange) {
    if (typeof node.value === 'number') return { kind: 'number', value: node.value };
    if (members?.has('setting')) return readSetting(node, scope);
    if (members?.has('metric')) return readOtherMetric(node, scope);
  }
  const takes = wantsRange
    ? `"${operator}" compares with two numbers such as [10, 20]`
    : `"${operator}" compares with a number, {"setting": …} or {"metric": …}, or with one of these for each severity as {"warning": …, "critical": …}`;
  scope.error(node, `${takes}; got ${shown(valueOf(node))}.`);
  return undefined;
}

function readRange(node: Node, scope: RuleScope): Bound | undefined {
  const range = checked(node, rangeShape, scope);
  if (range === undefined) return undefined;
  const [low, high] = range;
  if (low <= high) return { kind: 'range', low, high };
  scope.error(node, `The first number of a range is the lower one; got [${low}, ${high}].`);
  return undefined;
}

function readSetting(node: Node, scope: RuleScope): Bound | undefined {
  const shape = checked(node, settingShape, scope);
  if (shape === undefined) return undefined;
  const written = shape.setting.replace(/^wirthforge\./, '');
  const key = settingKeys.find((known) => known === written);
  if (key !== undefined && isNumber(key)) return { kind: 'setting', key };
  const what = key === undefined ? `There is no setting "${written}".` : `The setting "${written}" is no number.`;
  scope.error(
    membersOf(node)?.get('setting')?.value ?? node,
    `${what}${didYouMean(written, settingKeys.filter(isNumber))}`,
  );
  return undefined;
}

const isNumber = (key: SettingKey): boolean => typeof settings[key].default === 'number';

function readOtherMetric(node: Node, scope: RuleScope): Bound | undefined {
  const shape = checked(node, otherMetricShape, scope);
  if (shape === undefined) return undefined;
  const { factor = 1, plus = 0 } = shape;
  return { kind: 'metric', measure: measureOf(readSelector(node, shape, scope), shape), factor, plus };
}
