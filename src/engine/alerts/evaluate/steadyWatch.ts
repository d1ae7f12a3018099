const leastGapMs = 10_000;
/** No window is longer. */
const dayMs = 86_400_000;
/** A laptop that naps wakes for a moment every few minutes. */
const mostGaps = 256;
const enoughShare = 0.9;

interface Gap {
  readonly from: number;
  readonly to: number;
}

/** Tells looks that come one after the other from those after a pause or a sleep of the machine. */
export class SteadyWatch {
  /** Since when looks have come without a gap, ms since 1970. */
  since = -Infinity;
  /** Time of the newest look, ms since 1970; NaN before the first. */
  last = NaN;
  private usual = 0;
  /** Oldest first. */
  private gaps: Gap[] = [];

  looked(now: number): void {
    const { last } = this;
    const passed = now - last;
    if (passed < 0) {
      this.since = now;
      this.gaps = [];
    } else if (passed > Math.max(leastGapMs, 3 * this.usual)) {
      this.since = now;
      this.gaps = this.gaps.filter(({ to }) => to > now - dayMs).slice(1 - mostGaps);
      this.gaps.push({ from: last, to: now });
    }
    this.usual = Number.isNaN(passed) ? 0 : passed;
    this.last = now;
  }

  /** Whether enough of a window that ends now was watched to judge it. @param since Of its figure. */
  covers(windowMs: number, since: number, now: number): boolean {
    return this.watchedMs(windowMs, since, now) >= enoughShare * windowMs;
  }

  /** How much of a window that ends now was watched. */
  watchedMs(windowMs: number, since: number, now: number): number {
    const from = Math.max(since, now - windowMs);
    if (from >= now) return 0;
    let watched = now - from;
    for (const gap of this.gaps) if (gap.to > from) watched -= gap.to - Math.max(gap.from, from);
    return watched;
  }
}
