import { decimate, type Samples } from '../../shared/decimate';
import { assumedPeriodMs, gapLimit } from '../../shared/gap';
import type { Figure, LineTrace } from '../../shared/lineTrace';
import { PastTrace } from '../../shared/past/pastTrace';
import type { StepView } from '../../shared/past/stepView';
import type { PointBuffer } from '../../shared/pointBuffer';
import type { LineColumns } from './chartContent';

/** The first index of ascending times at or after a time; their number if there is none. */
export function firstFrom(times: Float64Array, time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Columns of an answer as a chart draws them, moved by `shiftMs`. @param hasBand Whether least and greatest are shown. */
export function traceOf(columns: LineColumns, shiftMs: number, hasBand: boolean): LineTrace {
  if (columns.stepMs > 0) return new PastTrace(new ColumnSteps(withValues(columns), shiftMs, hasBand));
  return new SampleTrace(columns, shiftMs);
}

/** A step without a value, as stands in a gap, is one that is not there; what is endless cannot be drawn. */
function withValues(columns: LineColumns): LineColumns {
  const { stepMs, times, avg, min, max, count } = columns;
  const rows = (column: Float64Array): Float64Array => column.filter((_, row) => Number.isFinite(avg[row]));
  return {
    ...{ stepMs, times: rows(times), avg: rows(avg) },
    ...(min && { min: rows(min) }),
    ...(max && { max: rows(max) }),
    ...(count && { count: rows(count) }),
  };
}

/** Steps whose numbers lie in the columns of an answer. */
class ColumnSteps implements StepView {
  readonly stepMs: number;
  readonly length: number;
  readonly gapMs: number;

  constructor(
    private readonly columns: LineColumns,
    private readonly shiftMs: number,
    private readonly hasBand: boolean,
  ) {
    this.stepMs = columns.stepMs;
    this.length = columns.times.length;
    this.gapMs = gapOf(columns);
  }

  timeAt(row: number): number {
    return this.columns.times[row]! + this.shiftMs;
  }

  meanAt(row: number): number {
    return this.columns.avg[row]!;
  }

  lowAt(row: number): number {
    return this.hasBand ? (this.columns.min?.[row] ?? NaN) : NaN;
  }

  highAt(row: number): number {
    return this.hasBand ? (this.columns.max?.[row] ?? NaN) : NaN;
  }

  countAt(row: number): number {
    return this.columns.count?.[row] ?? 1;
  }

  firstFrom(time: number): number {
    return firstFrom(this.columns.times, time - this.shiftMs);
  }
}

/** Of what is sampled several times a step, one missing step is a gap; else three of the usual distances are. */
function gapOf({ times, count, stepMs }: LineColumns): number {
  let least = Infinity;
  let samples = 0;
  for (let row = 0; row < times.length; row++) {
    samples += count?.[row] ?? 1;
    if (row > 0) least = Math.min(least, times[row]! - times[row - 1]!);
  }
  if (samples >= 2 * times.length || !Number.isFinite(least)) return 1.5 * stepMs;
  return 3 * least;
}

/** Samples as they were recorded. */
class SampleTrace implements LineTrace, Samples {
  readonly length: number;

  constructor(
    private readonly columns: LineColumns,
    private readonly shiftMs: number,
  ) {
    this.length = columns.times.length;
  }

  get isEmpty(): boolean {
    return this.length === 0;
  }

  timeAt(row: number): number {
    return this.columns.times[row]! + this.shiftMs;
  }

  valueAt(row: number): number {
    return this.columns.avg[row]!;
  }

  firstFrom(time: number): number {
    return firstFrom(this.columns.times, time - this.shiftMs);
  }

  fill(from: number, to: number, bucketMs: number, out: PointBuffer): number {
    return decimate(this, from, to, bucketMs, out);
  }

  valueNear(time: number): number {
    const { times, avg } = this.columns;
    const wanted = time - this.shiftMs;
    const after = firstFrom(times, wanted);
    const toAfter = after < times.length ? times[after]! - wanted : Infinity;
    const toBefore = after > 0 ? wanted - times[after - 1]! : Infinity;
    const row = toAfter < toBefore ? after : after - 1;
    const usual = row > 0 ? times[row]! - times[row - 1]! : assumedPeriodMs;
    return Math.min(toAfter, toBefore) <= gapLimit(usual) / 2 ? avg[row]! : NaN;
  }

  figureNear(time: number): Figure {
    return { value: this.valueNear(time) };
  }

  figureOf(from: number, to: number): Figure {
    const { times, avg } = this.columns;
    let sum = 0;
    let count = 0;
    let low = Infinity;
    let high = -Infinity;
    const last = to - this.shiftMs;
    for (let row = firstFrom(times, from - this.shiftMs); row < times.length && times[row]! <= last; row++) {
      const value = avg[row]!;
      if (!Number.isFinite(value)) continue;
      sum += value;
      count++;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    return count === 0 ? { value: NaN } : { value: sum / count, low, high };
  }
}
