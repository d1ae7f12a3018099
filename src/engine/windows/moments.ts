import type { Block } from '../metrics/block';

/**
 * Count, sum, spread and ends of some samples. Spread is kept as the sum of squared distances from the mean, which
 * adds up without the cancellation that a sum of squares suffers (Chan, Golub and LeVeque, 1979).
 */
export class Moments {
  count = 0;
  sum = 0;
  mean = 0;
  m2 = 0;
  min = Infinity;
  max = -Infinity;
  first = NaN;
  last = NaN;
  firstAt = NaN;
  lastAt = NaN;

  reset(): void {
    this.count = 0;
    this.sum = 0;
    this.mean = 0;
    this.m2 = 0;
    this.min = Infinity;
    this.max = -Infinity;
    this.first = NaN;
    this.last = NaN;
    this.firstAt = NaN;
    this.lastAt = NaN;
  }

  /** Samples come in the order of their timestamps. */
  add(timestamp: number, value: number): void {
    if (this.count === 0) {
      this.first = value;
      this.firstAt = timestamp;
    }
    this.count++;
    this.sum += value;
    const distance = value - this.mean;
    this.mean += distance / this.count;
    this.m2 += distance * (value - this.mean);
    if (value < this.min) this.min = value;
    if (value > this.max) this.max = value;
    this.last = value;
    this.lastAt = timestamp;
  }

  /**
   * Adds a column's samples of the rows `start` to `end` (not included) that are later than `after`, ms since 1970. In
   * one loop over the cells: numbers that go through a call of their own are boxed, and there are thousands a second.
   */
  addRows(block: Block, column: number, start: number, end: number, after: number): void {
    for (let row = start; row < end; row++) {
      const value = block.value(column, row);
      if (Number.isNaN(value)) continue;
      const timestamp = block.timestamp(row);
      if (timestamp > after) this.add(timestamp, value);
    }
  }

  /** Last value minus first. */
  get change(): number {
    return this.last - this.first;
  }

  /** Change per second; 0 with a single sample. */
  get rate(): number {
    const seconds = (this.lastAt - this.firstAt) / 1000;
    return seconds > 0 ? this.change / seconds : 0;
  }

  /** Population standard deviation. */
  get stddev(): number {
    return Math.sqrt(Math.max(0, this.m2 / this.count));
  }

  /** Adds moments of later samples. */
  merge(later: Moments): void {
    if (later.count === 0) return;
    if (this.count === 0) {
      this.first = later.first;
      this.firstAt = later.firstAt;
    }
    const count = this.count + later.count;
    const distance = later.mean - this.mean;
    this.m2 += later.m2 + (distance * distance * this.count * later.count) / count;
    this.mean += (distance * later.count) / count;
    this.count = count;
    this.sum += later.sum;
    if (later.min < this.min) this.min = later.min;
    if (later.max > this.max) this.max = later.max;
    this.last = later.last;
    this.lastAt = later.lastAt;
  }

  copyFrom(other: Moments): void {
    this.reset();
    this.merge(other);
    this.mean = other.mean;
    this.m2 = other.m2;
  }
}
