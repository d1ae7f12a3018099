import type { StepView } from './stepView';

const leastRows = 64;

/** What an answer brings of one series; columns of one length, times ascending. */
export interface StepColumns {
  readonly times: Float64Array;
  readonly means: Float64Array;
  readonly lows: Float64Array;
  readonly highs: Float64Array;
  readonly counts: Float64Array;
}

const columnNames = ['times', 'means', 'lows', 'highs', 'counts'] as const;

const emptyColumns = (rows: number): StepColumns => ({
  times: new Float64Array(rows),
  means: new Float64Array(rows),
  lows: new Float64Array(rows),
  highs: new Float64Array(rows),
  counts: new Float64Array(rows),
});

/** Mean, least, greatest and count of the samples of each step of time that has any, in the order of time. */
export class Steps implements StepView {
  private columns = emptyColumns(leastRows);
  private rows = 0;
  private gap = NaN;

  /**
   * @param stepMs Length of a step; steps begin at its multiples since 1970.
   * @param hasExtremes Whether least and greatest of a step can be known.
   */
  constructor(
    readonly stepMs: number,
    private readonly hasExtremes: boolean,
  ) {}

  get length(): number {
    return this.rows;
  }

  /** Distance of two steps above which the time between them counts as without values, in ms. */
  get gapMs(): number {
    if (Number.isNaN(this.gap)) this.gap = this.findGap();
    return this.gap;
  }

  /** Beginning of a step, ms since 1970. */
  timeAt(row: number): number {
    return this.columns.times[row]!;
  }

  meanAt(row: number): number {
    return this.columns.means[row]!;
  }

  /** NaN where only the mean is known. */
  lowAt(row: number): number {
    return this.columns.lows[row]!;
  }

  highAt(row: number): number {
    return this.columns.highs[row]!;
  }

  countAt(row: number): number {
    return this.columns.counts[row]!;
  }

  /** The first row whose step begins at or after a time; `length` if there is none. */
  firstFrom(time: number): number {
    let low = 0;
    let high = this.rows;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.timeAt(middle) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Forgets the steps before one time and those from another on, and puts what is known of the latter in their place. */
  replace(keepFrom: number, from: number, next: StepColumns | undefined): void {
    const first = this.firstFrom(keepFrom);
    const kept = Math.max(0, this.firstFrom(from) - first);
    const added = next?.times.length ?? 0;
    const columns = emptyColumns(Math.max(leastRows, kept + added));
    for (const name of columnNames) columns[name].set(this.columns[name].subarray(first, first + kept));
    this.columns = columns;
    this.rows = kept;
    this.gap = NaN;
    if (next) for (let row = 0; row < added; row++) this.append(next, row);
  }

  /** Takes in one sample that is newer than everything known. */
  take(time: number, value: number): void {
    if (!Number.isFinite(value)) return;
    const start = Math.floor(time / this.stepMs) * this.stepMs;
    const last = this.rows - 1;
    const newest = last < 0 ? -Infinity : this.timeAt(last);
    if (start < newest) return;
    if (start > newest) {
      const extreme = this.hasExtremes ? value : NaN;
      this.push(start, value, extreme, extreme, 1);
      return;
    }
    const { means, lows, highs, counts } = this.columns;
    const count = counts[last]! + 1;
    counts[last] = count;
    means[last] = means[last]! + (value - means[last]!) / count;
    lows[last] = Math.min(lows[last]!, value);
    highs[last] = Math.max(highs[last]!, value);
  }

  private append({ times, means, lows, highs, counts }: StepColumns, row: number): void {
    const mean = means[row]!;
    // A step without a value is one that is not there; what is endless cannot be drawn.
    if (!Number.isFinite(mean)) return;
    this.push(times[row]!, mean, lows[row]!, highs[row]!, Math.max(1, counts[row]! || 1));
  }

  private push(time: number, mean: number, low: number, high: number, count: number): void {
    if (this.rows === this.columns.times.length) this.grow();
    const { times, means, lows, highs, counts } = this.columns;
    const row = this.rows++;
    times[row] = time;
    means[row] = mean;
    lows[row] = low;
    highs[row] = high;
    counts[row] = count;
    // The newest distance alone does not change what is usual.
    if (row < 2) this.gap = NaN;
  }

  private grow(): void {
    const columns = emptyColumns(this.rows * 2);
    for (const name of columnNames) columns[name].set(this.columns[name]);
    this.columns = columns;
  }

  /** Of what is sampled several times a step, one missing step is a gap; else three of the usual distances are. */
  private findGap(): number {
    let samples = 0;
    let least = Infinity;
    for (let row = 0; row < this.rows; row++) {
      samples += this.countAt(row);
      if (row > 0) least = Math.min(least, this.timeAt(row) - this.timeAt(row - 1));
    }
    if (samples >= 2 * this.rows || !Number.isFinite(least)) return 1.5 * this.stepMs;
    return 3 * least;
  }
}
