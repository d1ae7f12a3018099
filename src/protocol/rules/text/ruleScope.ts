import type { ProblemScope, Span } from '../../text/problems';
import type { RuleProblems } from '../ruleFile';

/** The problems of one rule while it is read. */
export class RuleScope implements ProblemScope {
  /** Whether something keeps the rule from being in force. */
  isRefused = false;

  constructor(
    private readonly problems: RuleProblems,
    /** undefined while its id is not known. */
    public id: string | undefined,
  ) {}

  error(span: Span, message: string): void {
    this.isRefused = true;
    this.problems.add('error', span, message, this.owner);
  }

  warning(span: Span, message: () => string): void {
    // Looking for names that are near takes time, which a file full of mistakes must not get without end.
    this.problems.add('warning', span, this.problems.isFull ? '' : message(), this.owner);
  }

  private get owner(): { readonly rule: string } | undefined {
    return this.id === undefined ? undefined : { rule: this.id };
  }
}
