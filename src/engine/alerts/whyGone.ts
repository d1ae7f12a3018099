import type { Rule } from '../../protocol/rules/rule';
import { isSameJson } from './bind/sameJson';

/** Why an instance of a rule is no more, for people. @param rules All that are known now, those that are off included. */
export function whyGone(rule: Rule, rules: readonly Rule[]): string {
  const now = rules.find(({ id }) => id === rule.id);
  if (!now) return 'Its rule was removed.';
  if (!now.enabled) return 'Its rule was turned off.';
  return isSameJson(now, rule) ? 'What it watched is gone.' : 'Its rule was changed.';
}
