import type { Block } from '../metrics/block';

/** Relative error of a value taken from a sketch. */
const accuracy = 0.01;
const gamma = (1 + accuracy) / (1 - accuracy);
const inverseLogGamma = 1 / Math.log(gamma);
/** Bins reach from gamma^-2047 (about 1e-18) to gamma^2047 (about 6e17); what lies beyond falls into the last bin. */
const reach = 2047;
const zeroKey = 2 * (reach + 1);
const keys = 2 * zeroKey + 1;
/** Bins are numbered from 0 to one less than this. */
export const binLimit = keys;

/** The bin of a value. Bins are numbered in the order of their values, negative ones below zero's. */
export function binOf(value: number): number {
  const magnitude = Math.abs(value);
  if (magnitude < 1e-18) return zeroKey;
  const exponent = Math.ceil(Math.log(magnitude) * inverseLogGamma);
  const offset = Math.max(-reach, Math.min(reach, exponent)) + reach + 1;
  return value > 0 ? zeroKey + offset : zeroKey - offset;
}

/** The value that stands for a bin, within 1 % of every value in it. */
export function valueOf(bin: number): number {
  if (bin === zeroKey) return 0;
  const exponent = Math.abs(bin - zeroKey) - reach - 1;
  const magnitude = (2 * gamma ** exponent) / (gamma + 1);
  return bin > zeroKey ? magnitude : -magnitude;
}

/** Up to this many bins a sketch is closed by sorting them, beyond by looking at the whole range. */
const fewBins = 48;

/** Pairs of bin and count, in the order of the bins: what is kept of a closed stretch of time. */
export type ClosedSketch = Uint32Array;

/**
 * A histogram with logarithmic bins, after DDSketch (Masson, Rim and Lee, VLDB 2019): quantiles within 1 % of the
 * value, and sketches merge by adding counts. Our own because windows need closed sketches of some bytes; the library
 * measured about 480 kB a series for the same windows.
 */
export class SketchBuilder {
  private readonly counts = new Float64Array(keys);
  /** The first bins that were used, so that closing a sketch of some values need not look at all bins. */
  private readonly touched = new Uint16Array(fewBins);
  private bins = 0;
  private low = keys;
  private high = -1;
  total = 0;

  add(bin: number, count: number): void {
    if (this.counts[bin] === 0 && this.bins++ < fewBins) this.touched[this.bins - 1] = bin;
    this.counts[bin]! += count;
    this.total += count;
    if (bin < this.low) this.low = bin;
    if (bin > this.high) this.high = bin;
  }

  /** Adds a column's samples of the rows `start` to `end` (not included) that are later than `after`, ms since 1970. */
  addRows(block: Block, column: number, start: number, end: number, after: number): void {
    let previous = NaN;
    let bin = 0;
    for (let row = start; row < end; row++) {
      const value = block.value(column, row);
      if (Number.isNaN(value) || block.timestamp(row) <= after) continue;
      // Neighbours are often equal, and the logarithm is what costs.
      if (value !== previous) bin = binOf(value);
      previous = value;
      this.add(bin, 1);
    }
  }

  merge(closed: ClosedSketch): void {
    for (let i = 0; i < closed.length; i += 2) this.add(closed[i]!, closed[i + 1]!);
  }

  /** The value at nearest rank `ceil(q * total)`; NaN when nothing was added. */
  quantile(q: number): number {
    const rank = Math.max(1, Math.ceil(q * this.total));
    let seen = 0;
    for (let bin = this.low; bin <= this.high; bin++) {
      seen += this.counts[bin]!;
      if (seen >= rank) return valueOf(bin);
    }
    return NaN;
  }

  /** The counts so far as a closed sketch; the builder is empty afterwards. */
  close(): ClosedSketch {
    const closed = new Uint32Array(this.bins * 2);
    if (this.bins <= fewBins) this.closeFew(closed);
    else this.closeMany(closed);
    this.reset();
    return closed;
  }

  reset(): void {
    if (this.bins > fewBins) this.counts.fill(0, this.low, this.high + 1);
    else for (let i = 0; i < this.bins; i++) this.counts[this.touched[i]!] = 0;
    this.bins = 0;
    this.low = keys;
    this.high = -1;
    this.total = 0;
  }

  private closeFew(closed: ClosedSketch): void {
    const { touched, bins } = this;
    for (let i = 0; i < bins; i++) {
      const bin = touched[i]!;
      let at = i - 1;
      for (; at >= 0 && touched[at]! > bin; at--) touched[at + 1] = touched[at]!;
      touched[at + 1] = bin;
    }
    for (let i = 0; i < bins; i++) {
      closed[2 * i] = touched[i]!;
      closed[2 * i + 1] = this.counts[touched[i]!]!;
    }
  }

  private closeMany(closed: ClosedSketch): void {
    for (let bin = this.low, at = 0; bin <= this.high; bin++) {
      const count = this.counts[bin]!;
      if (count === 0) continue;
      closed[at++] = bin;
      closed[at++] = count;
    }
  }
}
