const firstMs = 1000;
const longestMs = 30_000;
const soundMs = 60_000;

/** How long to wait before the engine is started again: 1, 2, 4 … 30 s, and 1 s again once it ran for a minute. */
export class RestartDelay {
  private nextMs = firstMs;

  /** @param ranMs How long the engine ran before it failed. */
  after(ranMs: number): number {
    if (ranMs >= soundMs) this.nextMs = firstMs;
    const delay = this.nextMs;
    this.nextMs = Math.min(delay * 2, longestMs);
    return delay;
  }
}
