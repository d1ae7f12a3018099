import type { Rule } from '../../../protocol/rules/rule';
import type { RuleFile, RuleProblem } from '../../../protocol/rules/ruleFile';

export interface RulesInForce {
  readonly rules: readonly Rule[];
  readonly problems: readonly RuleProblem[];
}

/**
 * The rules after another saving of the file: its good ones, and in place of what is wrong with it the ones that were
 * good before. A text that cannot be read as a whole changes nothing but what is told about it.
 */
export function rulesInForce(before: readonly Rule[], { rules, problems, isBroken }: RuleFile): RulesInForce {
  const good = rules.map(({ rule }) => rule);
  const named = new Set(good.map(({ id }) => id));
  const wrong = new Set(problems.filter(({ weight }) => weight === 'error').map(({ rule }) => rule));
  const kept = before.filter(({ id }) => !named.has(id) && (isBroken || wrong.has(id)));
  return { rules: [...good, ...kept], problems };
}
