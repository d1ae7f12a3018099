const leastHoleMs = 5000;
const periodsInHole = 3;
/** A period is learned from the last two readings; a night between them must not pass for one. */
const longestPeriodMs = 30_000;

/** How regularly readings come, to tell a hole between them from their usual distance. */
export class Cadence {
  private at = NaN;
  private periodMs = 0;

  /** Milliseconds without a reading from which on there is a hole: three periods, at least 5 s. */
  get holeMs(): number {
    return Math.max(leastHoleMs, periodsInHole * this.periodMs);
  }

  /** A reading came at `at`, ms of the monotonic clock. */
  take(at: number): void {
    const ms = at - this.at;
    if (ms > 0) this.periodMs = Math.min(ms, longestPeriodMs);
    this.at = at;
  }

  /** Whether a reading is so recent that the next one may still be on its way. */
  isFresh(now: number): boolean {
    return now - this.at <= this.holeMs;
  }

  reset(): void {
    this.at = NaN;
    this.periodMs = 0;
  }
}
