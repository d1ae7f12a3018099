const atOnce = 100;
const perSecond = 20;

/** Said to a client that has spent its budget. */
export const tooManyMessages = `More than ${perSecond} messages a second came. Send fewer.`;

/** How many messages a client may send: so many at once, and so many a second for ever. */
export class MessageBudget {
  private left = atOnce;

  /** @param countedAt Monotonic ms. */
  constructor(private countedAt: number) {}

  /** Whether one more is allowed. @param now Monotonic ms. */
  spend(now: number): boolean {
    this.left = Math.min(atOnce, this.left + ((now - this.countedAt) * perSecond) / 1000);
    this.countedAt = now;
    if (this.left < 1) return false;
    this.left--;
    return true;
  }
}
