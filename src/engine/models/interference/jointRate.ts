/** More slices than fit between two signs of the other model. */
const mostHeld = 8;

/**
 * How fast a model is while another generates too: sums over its slices of one overlap. A slice counts once the other
 * model is known to have gone on past it.
 */
export class JointRate {
  slices = 0;
  private readonly heldTokens = new Float64Array(mostHeld);
  private readonly heldMs = new Float64Array(mostHeld);
  private held = 0;
  private tokens = 0;
  private ms = 0;
  private rates = 0;
  private squares = 0;

  hold(tokens: number, ms: number): void {
    if (this.held === mostHeld) return;
    this.heldTokens[this.held] = tokens;
    this.heldMs[this.held++] = ms;
  }

  /** The other model gave a sign of life. */
  confirm(): void {
    for (let i = 0; i < this.held; i++) this.add(this.heldTokens[i]!, this.heldMs[i]!);
    this.held = 0;
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

  private add(tokens: number, ms: number): void {
    const rate = (tokens * 1000) / ms;
    this.slices++;
    this.tokens += tokens;
    this.ms += ms;
    this.rates += rate;
    this.squares += rate * rate;
  }
}
