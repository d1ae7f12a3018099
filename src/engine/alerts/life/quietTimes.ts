const most = 10_000;

/** Until when something is not said again of an alert. Bounded: beyond 10,000 the oldest are forgotten. */
export class QuietTimes {
  private readonly until = new Map<string, number>();

  /** @param until Milliseconds since 1970. */
  start(id: string, until: number): void {
    this.until.delete(id);
    this.until.set(id, until);
    if (this.until.size <= most) return;
    const [oldest] = this.until.keys();
    if (oldest !== undefined) this.until.delete(oldest);
  }

  isOver(id: string, now: number): boolean {
    return now >= (this.until.get(id) ?? -Infinity);
  }

  /** Forgets those that are over. */
  sweep(now: number): void {
    for (const [id, until] of this.until) if (until <= now) this.until.delete(id);
  }

  clear(): void {
    this.until.clear();
  }
}
