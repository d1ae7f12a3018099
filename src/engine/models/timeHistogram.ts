/** How many of some times were at most so long, and how long all took together; it only grows. */
export class TimeHistogram {
  /** For each bound, and at the end for what is longer than all of them: those not counted at a lower one. */
  readonly counts: Float64Array;
  /** Seconds. */
  sum = 0;

  /** @param bounds Seconds, growing. */
  constructor(readonly bounds: readonly number[]) {
    this.counts = new Float64Array(bounds.length + 1);
  }

  /** @param ms What is no time, such as NaN where it is not known, is not counted. */
  add(ms: number): void {
    if (!(ms >= 0 && ms < Infinity)) return;
    const seconds = ms / 1000;
    const fits = this.bounds.findIndex((bound) => seconds <= bound);
    const bucket = fits < 0 ? this.bounds.length : fits;
    this.counts[bucket]!++;
    this.sum += seconds;
  }
}
