const points = 32;
const spanMs = 1000;

/**
 * Speed of a growing total over about the last second: long enough to be read, short enough to be live. Taking the
 * point nearest to a second ago keeps jumps that come once a second from being counted twice or not at all.
 */
export class RateWindow {
  private readonly times = new Float64Array(points);
  private readonly totals = new Float64Array(points);
  private count = 0;

  /** @param at Milliseconds of a monotonic clock, later than the last ones. */
  push(at: number, total: number): void {
    const index = this.count++ % points;
    this.times[index] = at;
    this.totals[index] = total;
  }

  /** Growth per second up to the newest point; NaN before there are two. */
  rate(): number {
    if (this.count < 2) return NaN;
    const newest = (this.count - 1) % points;
    const at = this.times[newest]!;
    let anchor = -1;
    let distance = Infinity;
    for (let i = Math.max(0, this.count - points); i < this.count - 1; i++) {
      const off = Math.abs(at - this.times[i % points]! - spanMs);
      if (off <= distance) {
        distance = off;
        anchor = i % points;
      }
    }
    const seconds = (at - this.times[anchor]!) / 1000;
    return seconds > 0 ? Math.max(0, (this.totals[newest]! - this.totals[anchor]!) / seconds) : NaN;
  }

  clear(): void {
    this.count = 0;
  }
}
