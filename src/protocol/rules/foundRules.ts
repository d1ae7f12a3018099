import type { Rule } from './rule';
import type { PlacedRule, RuleProblems } from './ruleFile';
import type { Span } from '../text/problems';
import type { RuleScope } from './text/ruleScope';

/** The rules in force so far. Of two with one id the first counts. */
export class FoundRules {
  readonly rules: PlacedRule[] = [];
  private readonly lines = new Map<string, number>();

  constructor(private readonly problems: RuleProblems) {}

  add(rule: Rule, { offset, length }: Span, scope: RuleScope): void {
    const line = this.lines.get(rule.id);
    if (line !== undefined) {
      const message = `The id "${rule.id}" is taken by the rule in line ${line}, which is in force. Give this one an id of its own.`;
      scope.error({ offset, length: 1 }, message);
      return;
    }
    this.lines.set(rule.id, this.problems.lineOf(offset));
    this.rules.push({ rule, offset, length });
  }
}
