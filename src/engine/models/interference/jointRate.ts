/** How fast a model is while another generates too: sums over its slices of one overlap. */
export class JointRate {
  slices = 0;
  private tokens = 0;
  private ms = 0;
  private rates = 0;
  private squares = 0;

  add(tokens: number, ms: number): void {
    const rate = (tokens * 1000) / ms;
    this.slices++;
    this.tokens += tokens;
    this.ms += ms;
    this.rates += rate;
    this.squares += rate * rate;
  }

  /** Tokens per second; NaN before the first slice. */
  get rate(): number {
    return (this.tokens * 1000) / this.ms;
  }

  /** Sum of the squared relative distances of the slices from their mean. */
  get scatter(): number {
    const mean = this.rates / this.slices;
    return mean > 0 ? Math.max(0, this.squares / (mean * mean) - this.slices) : 0;
  }
}
