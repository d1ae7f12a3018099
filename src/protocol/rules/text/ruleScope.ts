import { PartScope } from '../../text/partScope';
import type { RuleProblems } from '../ruleFile';

/** The problems of one rule while it is read. */
export class RuleScope extends PartScope<{ readonly rule: string }> {
  constructor(problems: RuleProblems, id: string | undefined) {
    super(problems, id === undefined ? undefined : { rule: id });
  }

  /** undefined while it is not known. */
  get id(): string | undefined {
    return this.owner?.rule;
  }

  set id(rule: string | undefined) {
    this.owner = rule === undefined ? undefined : { rule };
  }
}
