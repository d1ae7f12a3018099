import { BucketLine } from '../shared/bucketLine';
import type { Column } from '../shared/column';
import { assumedPeriodMs, gapLimit } from '../shared/gap';
import type { Figure, LineTrace } from '../shared/lineTrace';
import type { PointBuffer } from '../shared/pointBuffer';

/** A line is asked for its sum so often in each bucket, so that a rise within one is not passed over. */
const stepsPerBucket = 2;

/**
 * The sum of series that are sampled apart, each at times of its own: at any time it is what each of them told last. It is
 * added up for each picture, since samples of one series may come after later ones of another, as all of the past does.
 */
export class TotalTrace implements LineTrace {
  constructor(private readonly parts: readonly Column[]) {}

  get isEmpty(): boolean {
    return this.parts.every(({ length }) => length === 0);
  }

  fill(from: number, to: number, bucketMs: number, out: PointBuffer): number {
    const line = new BucketLine(bucketMs, out);
    const stepMs = bucketMs / stepsPerBucket;
    // Steps lie fixed in time as buckets do; one more on the left lets the line come in from the edge.
    const first = Math.floor(from / stepMs);
    const parts = this.heldFrom(first * stepMs);
    for (let step = first; step * stepMs <= to; step++) {
      const sum = sumAt(parts, step * stepMs);
      if (Number.isNaN(sum)) line.breakAt(step * stepMs);
      else line.add(step * stepMs, sum);
    }
    line.end();
    return line.greatest;
  }

  valueNear(time: number): number {
    return sumAt(this.heldFrom(time), time);
  }

  figureNear(time: number): Figure {
    return { value: this.valueNear(time) };
  }

  figureOf(_from: number, to: number): Figure {
    return this.figureNear(to);
  }

  private heldFrom(time: number): HeldValue[] {
    return this.parts.map((part) => new HeldValue(part, time));
  }
}

/** A series without a value is left out; NaN where none has one. */
function sumAt(parts: readonly HeldValue[], time: number): number {
  let sum = NaN;
  for (const part of parts) {
    const value = part.at(time);
    if (!Number.isNaN(value)) sum = Number.isNaN(sum) ? value : sum + value;
  }
  return sum;
}

/** What a series told last, read from left to right. */
class HeldValue {
  private row: number;

  /** @param from The first time that will be asked for, ms since 1970. */
  constructor(
    private readonly column: Column,
    from: number,
  ) {
    this.row = column.firstFrom(from) - 1;
  }

  /** NaN once it is so long ago that it is missed. @param time Never before the one asked for last. */
  at(time: number): number {
    const { column } = this;
    while (this.row + 1 < column.length && column.timeAt(this.row + 1) <= time) this.row++;
    const { row } = this;
    if (row < 0) return NaN;
    const told = column.timeAt(row);
    // After an outage the time since the row before says nothing about the next one.
    const periodMs = row > 0 ? Math.min(assumedPeriodMs, told - column.timeAt(row - 1)) : assumedPeriodMs;
    return time - told <= gapLimit(periodMs) ? column.valueAt(row) : NaN;
  }
}
