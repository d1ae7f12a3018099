import { Column } from './column';
import { decimate } from './decimate';
import { assumedPeriodMs, gapLimit } from './gap';
import type { Figure, LineTrace } from './lineTrace';
import type { PointBuffer } from './pointBuffer';

const meanMs = 1000;

/** What is remembered of one line: its newest value and, where it is drawn, its past. */
export class Trace implements LineTrace {
  /** The newest value that was one; NaN until there was. */
  value = NaN;
  /** Time of `value`, ms since 1970. */
  timestamp = 0;
  private periodMs = assumedPeriodMs;

  constructor(public column: Column | undefined) {}

  get isEmpty(): boolean {
    return (this.column?.length ?? 0) === 0;
  }

  take(time: number, value: number): void {
    this.column?.append(time, value);
    if (Number.isNaN(value) || time <= this.timestamp) return;
    if (this.timestamp > 0) this.periodMs = time - this.timestamp;
    this.value = value;
    this.timestamp = time;
  }

  /** Begins to remember the past, or forgets it. */
  keepPast(isKept: boolean): void {
    if (!isKept) this.column = undefined;
    else this.column ??= new Column();
  }

  clear(): void {
    this.column?.dropBefore(Infinity);
    this.value = NaN;
    this.timestamp = 0;
    this.periodMs = assumedPeriodMs;
  }

  /** The newest value, or undefined when there was none or it is older than three of its periods (at least 3 s). */
  freshValue(now: number): number | undefined {
    const isFresh = !Number.isNaN(this.value) && now - this.timestamp <= gapLimit(this.periodMs);
    return isFresh ? this.value : undefined;
  }

  /** The mean of the second before the newest value, which jumps less than that value; undefined as `freshValue` is. */
  freshMean(now: number): number | undefined {
    const newest = this.freshValue(now);
    const { column } = this;
    if (newest === undefined || !column) return newest;
    let sum = 0;
    let count = 0;
    for (let row = column.length - 1; row >= 0 && column.timeAt(row) > this.timestamp - meanMs; row--) {
      const value = column.valueAt(row);
      if (Number.isNaN(value)) continue;
      sum += value;
      count++;
    }
    return count > 0 ? sum / count : newest;
  }

  /** The sample nearest to a time; NaN where there was none, or none for too long. */
  valueNear(time: number): number {
    const row = this.column?.nearest(time, gapLimit(this.periodMs) / 2) ?? -1;
    return row < 0 ? NaN : this.column!.valueAt(row);
  }

  figureNear(time: number): Figure {
    return { value: this.valueNear(time) };
  }

  figureOf(_from: number, to: number): Figure {
    return { value: this.freshMean(to) ?? NaN };
  }

  fill(from: number, to: number, bucketMs: number, out: PointBuffer): number {
    return this.column ? decimate(this.column, from, to, bucketMs, out) : -Infinity;
  }
}
