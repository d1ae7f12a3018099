import type { Bound, Condition, Levels, Rule, Selector } from '../../../protocol/rules/rule';
import type { SettingKey } from '../../../protocol/settings';
import type { BoundInstance } from '../bind/boundInstance';
import type { BoundRule } from '../bind/boundRule';
import type { SteadyWatch } from './steadyWatch';
import { unwatchedReason } from './unwatched';

/** Where a rule stands, for people. */
export interface RuleWatchState {
  readonly rule: Rule;
  /** Sets of labels that it watches. */
  readonly instances: number;
  /** Why it cannot hold now, or not everywhere; a sentence. */
  readonly waitsFor?: string;
}

/** What a rule's state is read from. */
export interface WatchContext {
  readonly setting: (key: SettingKey) => number | undefined;
  readonly steady: SteadyWatch;
  /** Whether the condition of an instance cannot be told now. */
  readonly isUnknown: (bound: BoundInstance) => boolean;
}

export function ruleState(rule: Rule, bound: BoundRule | undefined, context: WatchContext): RuleWatchState {
  const instances = bound?.isReady ? bound.instances.size : 0;
  const waitsFor = bound && reasonOf(rule, bound, context);
  return waitsFor === undefined ? { rule, instances } : { rule, instances, waitsFor };
}

function reasonOf(rule: Rule, bound: BoundRule, { setting, steady, isUnknown }: WatchContext): string | undefined {
  if (!bound.isReady) return 'It was loaded a moment ago, and its data is being looked for.';
  if (bound.isFull)
    return 'More data fits than one rule, or all rules together, can watch; some is left out. Name labels in the rule to say which you mean.';
  for (const condition of leavesOf(rule.condition)) {
    if (condition.kind !== 'compare') continue;
    const unset = boundsOf(condition).find((one) => one.kind === 'setting' && (setting(one.key) ?? 0) === 0);
    if (unset?.kind === 'setting')
      return `The setting wirthforge.${unset.key} is not set. Set it to put the rule to work.`;
  }
  if (bound.instances.size === 0) return `Nothing delivers ${dataOf(rule)} now.`;
  return unwatchedReason(bound, steady, isUnknown);
}

type Leaf = Extract<Condition, { kind: 'compare' | 'absent' }>;

function leavesOf(condition: Condition): readonly Leaf[] {
  if (condition.kind === 'compare' || condition.kind === 'absent') return [condition];
  return condition.conditions.flatMap(leavesOf);
}

function boundsOf({ bounds, clear }: Extract<Leaf, { kind: 'compare' }>): readonly Bound[] {
  return [...levelsOf(bounds), ...(clear ? levelsOf(clear) : [])];
}

function levelsOf(levels: Levels<Bound>): readonly Bound[] {
  return 'one' in levels ? [levels.one] : [levels.warning, levels.critical];
}

function dataOf(rule: Rule): string {
  const selectors = leavesOf(rule.condition).map((leaf) =>
    leaf.kind === 'absent' ? leaf.selector : leaf.measure.selector,
  );
  return [...new Set(selectors.map(textOf))].join(' or ');
}

function textOf({ metric, labels }: Selector): string {
  const texts = Object.entries(labels).map(([name, value]) => `${name}="${value}"`);
  return texts.length === 0 ? metric : `${metric}{${texts.join(', ')}}`;
}
