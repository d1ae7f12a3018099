const kept = 32;
const recentMs = 30 * 60_000;
/** Fewer seconds say too little. */
const leastMs = 2000;

/** How fast a model is while no other generates: learnt from its last slices, which are at most half an hour old. */
export interface Alone {
  /** Tokens per second: the median, which a slice with a hiccup does not move. */
  readonly rate: number;
  readonly slices: number;
  /** Sum of the squared relative distances of the slices from their mean. */
  readonly scatter: number;
}

export class AloneRate {
  private readonly rates = new Float64Array(kept);
  private readonly ms = new Float64Array(kept);
  private readonly at = new Float64Array(kept);
  private count = 0;

  /** @param at When the slice ended, monotonic ms. */
  add(at: number, tokens: number, ms: number): void {
    const index = this.count++ % kept;
    this.rates[index] = (tokens * 1000) / ms;
    this.ms[index] = ms;
    this.at[index] = at;
  }

  /** Undefined while it did not work alone for two seconds lately. */
  learnt(at: number): Alone | undefined {
    const rates: number[] = [];
    let span = 0;
    for (let i = 0; i < Math.min(kept, this.count); i++) {
      if (at - this.at[i]! > recentMs) continue;
      rates.push(this.rates[i]!);
      span += this.ms[i]!;
    }
    const rate = median(rates);
    if (span < leastMs || !(rate > 0)) return undefined;
    const mean = rates.reduce((sum, one) => sum + one, 0) / rates.length;
    const scatter = rates.reduce((sum, one) => sum + (one / mean - 1) ** 2, 0);
    return { rate, slices: rates.length, scatter };
  }
}

function median(values: number[]): number {
  if (values.length === 0) return NaN;
  values.sort((a, b) => a - b);
  const middle = values.length >> 1;
  return values.length % 2 === 1 ? values[middle]! : (values[middle - 1]! + values[middle]!) / 2;
}
