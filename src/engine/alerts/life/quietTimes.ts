const most = 10_000;
/** Nothing is kept quiet for longer than a day, ms. */
const longestMs = 86_400_000;

/** When something was said last of an alert, which is not said again at once. Bounded: beyond 10,000 the oldest are forgotten. */
export class QuietTimes {
  private readonly saidAt = new Map<string, number>();

  /** @param at Milliseconds since 1970; something that was said later still counts. */
  start(id: string, at: number): void {
    const last = Math.max(at, this.saidAt.get(id) ?? -Infinity);
    this.saidAt.delete(id);
    this.saidAt.set(id, last);
    if (this.saidAt.size <= most) return;
    const [oldest] = this.saidAt.keys();
    if (oldest !== undefined) this.saidAt.delete(oldest);
  }

  /** Whether it may be said again. @param quietMs For how long it may not, at most a day. */
  isOver(id: string, now: number, quietMs: number): boolean {
    return now >= (this.saidAt.get(id) ?? -Infinity) + quietMs;
  }

  /** Forgets what was said more than a day ago. */
  sweep(now: number): void {
    for (const [id, at] of this.saidAt) if (at + longestMs <= now) this.saidAt.delete(id);
  }

  clear(): void {
    this.saidAt.clear();
  }
}
