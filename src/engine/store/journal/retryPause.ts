import type { Clock } from '../../clock';

const firstPauseMs = 1000;
const longestPauseMs = 60_000;

/** How long something that fails is left alone: 1 s, doubling with each failure up to 60 s, until it succeeds. */
export class RetryPause {
  private failures = 0;
  private until = -Infinity;

  constructor(private readonly clock: Clock) {}

  get isOver(): boolean {
    return this.clock.monotonic() >= this.until;
  }

  failed(): void {
    const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(this.failures, 10));
    this.failures++;
    this.until = this.clock.monotonic() + pauseMs;
  }

  succeeded(): void {
    this.failures = 0;
    this.until = -Infinity;
  }
}
