import { valueOf } from '../sketch';

const firstBins = 8;

/** How many samples each bin of a sketch has, for the few bins that have any: some bytes where a whole range is 64 kB. */
export class BinCounts {
  /** Pairs of bin and count, in the order of the bins. */
  private pairs = new Uint32Array(2 * firstBins);
  private bins = 0;
  total = 0;

  /** @param count Negative to take samples away that were added before. */
  add(bin: number, count: number): void {
    this.total += count;
    const at = this.find(bin);
    const { pairs } = this;
    if (at === 2 * this.bins || pairs[at] !== bin) {
      this.insert(at, bin, count);
      return;
    }
    pairs[at + 1]! += count;
    if (pairs[at + 1] === 0) {
      pairs.copyWithin(at, at + 2, 2 * this.bins);
      this.bins--;
    }
  }

  /** The value at nearest rank `ceil(q * total)`, within 1 %; NaN when there is no sample. */
  quantile(q: number): number {
    // Nearly always asked for a high one, so it is looked for from the top.
    let above = this.total - Math.max(1, Math.ceil(q * this.total));
    for (let at = 2 * (this.bins - 1); at >= 0; at -= 2) {
      above -= this.pairs[at + 1]!;
      if (above < 0) return valueOf(this.pairs[at]!);
    }
    return NaN;
  }

  clear(): void {
    this.bins = 0;
    this.total = 0;
  }

  /** Place of the first pair whose bin is not less than `bin`. */
  private find(bin: number): number {
    let low = 0;
    let high = this.bins;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.pairs[2 * middle]! < bin) low = middle + 1;
      else high = middle;
    }
    return 2 * low;
  }

  private insert(at: number, bin: number, count: number): void {
    const used = 2 * this.bins;
    if (used === this.pairs.length) {
      const larger = new Uint32Array(2 * used);
      larger.set(this.pairs);
      this.pairs = larger;
    }
    this.pairs.copyWithin(at + 2, at, used);
    this.pairs[at] = bin;
    this.pairs[at + 1] = count;
    this.bins++;
  }
}
