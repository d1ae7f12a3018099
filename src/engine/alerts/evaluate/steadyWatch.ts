const leastGapMs = 10_000;

/** Tells looks that come one after the other from those after a pause or a sleep of the machine. */
export class SteadyWatch {
  /** Since when looks have come without a gap, ms since 1970. */
  since = -Infinity;
  private last = NaN;
  private usual = 0;

  looked(now: number): void {
    const passed = now - this.last;
    if (passed < 0 || passed > Math.max(leastGapMs, 3 * this.usual)) this.since = now;
    this.usual = Number.isNaN(passed) ? 0 : passed;
    this.last = now;
  }
}
