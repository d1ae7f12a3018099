/** How many values lie in each bucket of a histogram. */
export interface Buckets {
  /** Upper bounds, ascending. */
  readonly bounds: readonly number[];
  /** Values in each bucket alone, and in one more beyond the last bound. */
  readonly counts: Float64Array;
}

export interface Quantile {
  readonly value: number;
  /** The value lies beyond the last bound, which stands for it. */
  readonly isAtLeast: boolean;
}

export function countOf({ counts }: Buckets): number {
  let sum = 0;
  for (const count of counts) sum += count;
  return sum;
}

/**
 * The value below which a share of the values lie, as if they lay evenly between the bounds of their bucket; the first
 * bucket begins at 0. Undefined of a histogram without values.
 * @param share 0 to 1.
 */
export function quantile(buckets: Buckets, share: number): Quantile | undefined {
  const { bounds, counts } = buckets;
  const all = countOf(buckets);
  if (!(all > 0) || bounds.length === 0) return undefined;
  const wanted = share * all;
  let below = 0;
  for (const [i, upper] of bounds.entries()) {
    const count = counts[i]!;
    if (count > 0 && below + count >= wanted) {
      const lower = i === 0 ? 0 : bounds[i - 1]!;
      // Rounding alone could take it past the bound.
      const value = Math.min(upper, lower + ((upper - lower) * (wanted - below)) / count);
      return { value, isAtLeast: false };
    }
    below += count;
  }
  return { value: bounds.at(-1)!, isAtLeast: true };
}
