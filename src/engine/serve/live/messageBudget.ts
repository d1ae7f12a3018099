/** How many messages a client may send: so many at once, and so many a second for ever. */
export class MessageBudget {
  private left: number;
  private countedAt: number;

  /** @param now Monotonic ms. */
  constructor(
    private readonly atOnce: number,
    private readonly perSecond: number,
    now: number,
  ) {
    this.left = atOnce;
    this.countedAt = now;
  }

  /** Whether one more is allowed. @param now Monotonic ms. */
  spend(now: number): boolean {
    this.left = Math.min(this.atOnce, this.left + ((now - this.countedAt) * this.perSecond) / 1000);
    this.countedAt = now;
    if (this.left < 1) return false;
    this.left--;
    return true;
  }
}
