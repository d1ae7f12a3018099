import type { Quality } from '../../protocol/metric';

/** Half a second each: five minutes of work. */
const kept = 600;
const minuteMs = 60_000;

export interface EnergyPerToken {
  /** Joules for each generated token. */
  readonly aboveIdle: number;
  readonly gross: number;
  readonly quality: Exclude<Quality, 'unavailable'>;
}

/** Energy that was attributed to a model, beside the tokens that it made meanwhile. */
export class WorkEnergy {
  /** Joules above idle, in all. */
  total = 0;
  private readonly at = new Float64Array(kept);
  private readonly aboveIdle = new Float64Array(kept);
  private readonly gross = new Float64Array(kept);
  private readonly tokens = new Float64Array(kept);
  private readonly isEstimated = new Uint8Array(kept);
  private count = 0;
  private sawEstimate = false;

  /** Whether anything was attributed at all. */
  get hasStarted(): boolean {
    return this.count > 0 || this.total > 0;
  }

  /** Intervals of work so far. */
  get intervals(): number {
    return this.count;
  }

  get quality(): Exclude<Quality, 'unavailable'> {
    return this.sawEstimate ? 'estimated' : 'measured';
  }

  /** Opens an interval of work that ended at `at`, in ms of the monotonic clock, with the tokens made in it. */
  open(at: number, tokens: number): void {
    const index = this.count++ % kept;
    this.at[index] = at;
    this.tokens[index] = tokens;
    this.aboveIdle[index] = 0;
    this.gross[index] = 0;
    this.isEstimated[index] = 0;
  }

  /** Adds energy of work that makes no tokens, such as embeddings. */
  addTokenless(aboveIdle: number, quality: Exclude<Quality, 'unavailable'>): void {
    this.total += aboveIdle;
    if (quality === 'estimated') this.sawEstimate = true;
  }

  /** A request turned out to be another model's, and so is its energy. */
  give(aboveIdle: number, to: WorkEnergy): void {
    this.total -= aboveIdle;
    to.total += aboveIdle;
    if (this.sawEstimate) to.sawEstimate = true;
  }

  /** Adds a share to the interval that was opened last. */
  add(aboveIdle: number, gross: number, quality: Exclude<Quality, 'unavailable'>): void {
    const index = (this.count - 1) % kept;
    this.total += aboveIdle;
    this.aboveIdle[index]! += aboveIdle;
    this.gross[index]! += gross;
    if (quality !== 'estimated') return;
    this.isEstimated[index] = 1;
    this.sawEstimate = true;
  }

  /** Over the minute before `now`; undefined when no token was made in it. */
  lastMinute(now: number): EnergyPerToken | undefined {
    return this.perToken(now - minuteMs);
  }

  /** Over the last five minutes in which the model was at work; undefined when no token was made in them. */
  lately(): EnergyPerToken | undefined {
    return this.perToken(-Infinity);
  }

  private perToken(since: number): EnergyPerToken | undefined {
    let aboveIdle = 0;
    let gross = 0;
    let tokens = 0;
    let estimated = 0;
    for (let i = 0; i < Math.min(kept, this.count); i++) {
      if (this.at[i]! <= since) continue;
      aboveIdle += this.aboveIdle[i]!;
      gross += this.gross[i]!;
      tokens += this.tokens[i]!;
      estimated |= this.isEstimated[i]!;
    }
    if (tokens < 1) return undefined;
    const quality = estimated === 1 ? 'estimated' : 'measured';
    return { aboveIdle: aboveIdle / tokens, gross: gross / tokens, quality };
  }
}
