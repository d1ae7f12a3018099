import type { Clock } from './clock';

/** Runs something soon after it was asked for, however often that is, and no more often than every so many ms. */
export class Paced {
  private due: NodeJS.Timeout | undefined;
  private ranAt = -Infinity;

  constructor(
    private readonly clock: Clock,
    private readonly leastMs: number,
    private readonly run: () => void,
  ) {}

  ask(): void {
    const sinceMs = this.clock.monotonic() - this.ranAt;
    this.due ??= setTimeout(
      () => {
        this.due = undefined;
        this.ranAt = this.clock.monotonic();
        this.run();
      },
      Math.max(0, this.leastMs - sinceMs),
    );
  }

  /** Calls off what was asked for. */
  stop(): void {
    clearTimeout(this.due);
    this.due = undefined;
  }
}
