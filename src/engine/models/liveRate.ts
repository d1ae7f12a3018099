const bins = 64;
const spanMs = 1000;
const binMs = spanMs / (bins - 4);
/** Shorter than this, the time since a model began says too little about its speed, ms. */
const leastMs = 100;

/**
 * Tokens per second over the last second, from events as they come. A model that began less than a second ago is
 * measured since then, so that its speed does not seem to climb. Taking an event in allocates nothing.
 */
export class LiveRate {
  private readonly counts = new Float64Array(bins);
  /** Number of the bin that was written last, counted from the clock's zero. */
  private newest = -Infinity;
  private beganAt = NaN;
  /** Tokens after the first ones of this beginning: those mark where time begins. */
  private sinceBegan = 0;

  /** @param at Milliseconds of a monotonic clock, never before the last ones. */
  add(at: number, tokens: number): void {
    this.moveTo(at);
    if (Number.isNaN(this.beganAt)) {
      this.beganAt = at;
      this.sinceBegan = 0;
    } else this.sinceBegan += tokens;
    this.counts[this.newest % bins]! += tokens;
  }

  /** The model stopped: what comes later is a new beginning. */
  end(): void {
    this.beganAt = NaN;
  }

  /** Tokens of the second before `at`, by the part of it in which the model was at work. */
  rate(at: number): number {
    if (Number.isNaN(this.beganAt)) return 0;
    const ms = at - this.beganAt;
    return ms >= spanMs ? (this.made(at) * 1000) / spanMs : (this.sinceBegan * 1000) / Math.max(leastMs, ms);
  }

  /** Tokens of the second before `at`. */
  made(at: number): number {
    this.moveTo(at);
    if (this.newest === -Infinity) return 0;
    let sum = 0;
    for (let back = 0; back < bins - 4; back++) sum += this.counts[(this.newest - back + bins * 2) % bins]!;
    return sum;
  }

  private moveTo(at: number): void {
    const bin = Math.floor(at / binMs);
    if (bin <= this.newest) return;
    if (bin - this.newest >= bins) this.counts.fill(0);
    else for (let next = this.newest + 1; next <= bin; next++) this.counts[next % bins] = 0;
    this.newest = bin;
  }
}
