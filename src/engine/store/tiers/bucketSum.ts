import type { BucketColumns } from '../chunk';
import { integerLimit, powerOfTen } from '../codec/quantize';
import type { OpenBuckets } from './buckets';

/** What the parts of one bucket come to. Parts come in the order of their first samples. */
export class BucketSum {
  private count = 0;
  private sum = 0;
  private m2 = 0;
  private min = NaN;
  private max = NaN;
  private first = NaN;
  private last = NaN;
  private lastAt = -Infinity;
  private readonly power: number;

  constructor(decimals: number) {
    this.power = powerOfTen(decimals);
  }

  /** Adds a part whose last sample was at `lastAt`. */
  add(part: BucketColumns, row: number, lastAt: number): void {
    const count = part.count[row]!;
    if (count === 0) return;
    if (lastAt >= this.lastAt) {
      this.last = part.last[row]!;
      this.lastAt = lastAt;
    }
    if (this.count === 0) this.begin(part, row, count);
    else this.join(part, row, count);
  }

  /** Puts the sum into a bucket and begins anew. */
  moveTo(buckets: OpenBuckets, bucket: number): void {
    if (this.count > 0) {
      buckets.count[bucket] = this.count;
      buckets.sum[bucket] = this.sum;
      buckets.m2[bucket] = this.m2;
      buckets.min[bucket] = this.min;
      buckets.max[bucket] = this.max;
      buckets.first[bucket] = this.first;
      buckets.last[bucket] = this.last;
    }
    this.count = 0;
    this.lastAt = -Infinity;
  }

  private begin(part: BucketColumns, row: number, count: number): void {
    this.count = count;
    this.sum = part.sum[row]!;
    this.m2 = part.m2[row]!;
    this.min = part.min[row]!;
    this.max = part.max[row]!;
    this.first = part.first[row]!;
  }

  private join(part: BucketColumns, row: number, count: number): void {
    const sum = part.sum[row]!;
    const distance = sum / count - this.sum / this.count;
    this.min = Math.min(this.min, part.min[row]!);
    this.max = Math.max(this.max, part.max[row]!);
    this.m2 =
      this.min === this.max
        ? 0
        : this.m2 + part.m2[row]! + (distance * distance * this.count * count) / (this.count + count);
    this.count += count;
    this.sum = this.added(sum);
  }

  /** Adds up integers where they are exact, so that a sum does not depend on its parts. */
  private added(sum: number): number {
    const { power } = this;
    const scaled = Math.round(this.sum * power) + Math.round(sum * power);
    const isScaled = Math.max(Math.abs(this.sum * power), Math.abs(sum * power), Math.abs(scaled)) < integerLimit;
    return isScaled ? scaled / power + 0 : this.sum + sum;
  }
}
