import type { Problems, Span } from './problems';

/** The problems of one rule while it is read. */
export class RuleScope {
  /** Whether something keeps the rule from being in force. */
  isRefused = false;

  constructor(
    private readonly problems: Problems,
    /** undefined while its id is not known. */
    public id: string | undefined,
  ) {}

  error(span: Span, message: string): void {
    this.isRefused = true;
    this.problems.add('error', span, message, this.id);
  }

  warning(span: Span, message: () => string): void {
    // Looking for names that are near takes time, which a file full of mistakes must not get without end.
    this.problems.add('warning', span, this.problems.isFull ? '' : message(), this.id);
  }
}
