/** Long enough to level out single tokens, short enough that few seconds of work say something, ms. */
const sliceMs = 1000;

/**
 * Cuts a model's tokens into slices of at least a second that begin and end with an event, so that neither slow nor
 * bursty streams are rounded to whole seconds. Taking an event in allocates nothing.
 */
export class TokenSlices {
  /** Of the slice that was closed last. */
  tokens = 0;
  ms = 0;
  private beganAt = NaN;
  private counted = 0;

  /** @returns Whether a slice was closed by this event. @param at Monotonic ms. */
  add(at: number, tokens: number): boolean {
    if (Number.isNaN(this.beganAt)) {
      // The first tokens only mark where time begins.
      this.beganAt = at;
      return false;
    }
    this.counted += tokens;
    this.ms = at - this.beganAt;
    if (this.ms < sliceMs) return false;
    this.tokens = this.counted;
    this.counted = 0;
    this.beganAt = at;
    return true;
  }

  /** What was not closed is left out; the next event begins a slice. */
  restart(): void {
    this.beganAt = NaN;
    this.counted = 0;
  }
}
