const seconds = 60;

/** How often something happened in the last minute, to the second. */
export class MinuteCount {
  private readonly counts = new Float64Array(seconds);
  private newest = -Infinity;

  /** @param now Milliseconds since 1970. */
  add(now: number): void {
    this.turn(now);
    this.counts[this.newest % seconds]!++;
  }

  /** @param now Milliseconds since 1970. */
  total(now: number): number {
    this.turn(now);
    let total = 0;
    for (const count of this.counts) total += count;
    return total;
  }

  private turn(now: number): void {
    const second = Math.floor(now / 1000);
    // A clock that was set back begins anew, rather than to wait until its old time comes again.
    if (second < this.newest || second - this.newest >= seconds) this.counts.fill(0);
    else for (let at = this.newest + 1; at <= second; at++) this.counts[at % seconds] = 0;
    this.newest = second;
  }
}
