import type { Problems, ProblemScope, Span } from './problems';

/** The problems of one part of a file, such as a rule, while it is read. */
export class PartScope<Owner extends object> implements ProblemScope {
  /** Whether something is wrong that keeps the part from being in force as it is written. */
  isRefused = false;

  constructor(
    private readonly problems: Problems<Owner>,
    /** undefined while it is not known. */
    protected owner: Owner | undefined,
  ) {}

  error(span: Span, message: string): void {
    this.isRefused = true;
    this.problems.add('error', span, message, this.owner);
  }

  warning(span: Span, message: () => string): void {
    // Looking for names that are near takes time, which a file full of mistakes must not get without end.
    this.problems.add('warning', span, this.problems.isFull ? '' : message(), this.owner);
  }
}
