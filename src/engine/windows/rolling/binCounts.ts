import { valueOf } from '../sketch';

const firstBins = 8;

/**
 * How many samples each bin of a sketch has, for the few bins that have any: some bytes where a whole range is 64 kB.
 * A bin that lost its samples keeps its place until room is short, since it mostly gets others soon.
 */
export class BinCounts {
  /** Pairs of bin and count, in the order of the bins. */
  private pairs = new Uint32Array(2 * firstBins);
  private bins = 0;
  total = 0;

  /** @param count Negative to take samples away that were added before. */
  add(bin: number, count: number): void {
    this.total += count;
    const at = this.find(bin);
    if (at < 2 * this.bins && this.pairs[at] === bin) this.pairs[at + 1]! += count;
    else this.insert(bin, count);
  }

  /** The value at nearest rank `ceil(q * total)`, within 1 %; NaN when there is no sample. */
  quantile(q: number): number {
    if (this.total === 0) return NaN;
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

  private insert(bin: number, count: number): void {
    if (2 * this.bins === this.pairs.length) this.makeRoom();
    const { pairs } = this;
    const place = this.find(bin);
    // By hand: the pairs to move are too few to be worth a call.
    for (let at = 2 * this.bins - 1; at >= place; at--) pairs[at + 2] = pairs[at]!;
    pairs[place] = bin;
    pairs[place + 1] = count;
    this.bins++;
  }

  private makeRoom(): void {
    let used = 0;
    for (let at = 0; at < 2 * this.bins; at += 2) {
      if (this.pairs[at + 1] === 0) continue;
      this.pairs[used++] = this.pairs[at]!;
      this.pairs[used++] = this.pairs[at + 1]!;
    }
    this.bins = used / 2;
    if (used <= this.pairs.length * 0.75) return;
    const larger = new Uint32Array(2 * this.pairs.length);
    larger.set(this.pairs);
    this.pairs = larger;
  }
}
