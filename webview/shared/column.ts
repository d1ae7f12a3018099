/** Rows of one column at most, enough for 5 minutes at 60 Hz; a power of two, so that positions wrap by a mask. */
const mostRows = 32_768;
const leastRows = 64;

/** Samples of one series in the order of time, in two rings of numbers that grow up to a bound. */
export class Column {
  private times = new Float64Array(leastRows);
  private values = new Float64Array(leastRows);
  private start = 0;
  private rows = 0;

  get length(): number {
    return this.rows;
  }

  /** Time of the newest sample, or -Infinity without one. */
  get newest(): number {
    return this.rows > 0 ? this.timeAt(this.rows - 1) : -Infinity;
  }

  /** Adds a sample; one that is not newer than the newest is left out. NaN says that there was no value. */
  append(time: number, value: number): void {
    if (time <= this.newest) return;
    if (this.rows === this.times.length) {
      if (this.rows < mostRows) this.resize(this.rows * 2);
      else this.dropOldest();
    }
    const at = (this.start + this.rows) & (this.times.length - 1);
    this.times[at] = time;
    this.values[at] = value;
    this.rows++;
  }

  /** Forgets the samples before a time; an emptied column gives its memory back. */
  dropBefore(time: number): void {
    while (this.rows > 0 && this.timeAt(0) < time) this.dropOldest();
    if (this.rows === 0 && this.times.length > leastRows) this.resize(leastRows);
  }

  timeAt(row: number): number {
    return this.times[(this.start + row) & (this.times.length - 1)]!;
  }

  valueAt(row: number): number {
    return this.values[(this.start + row) & (this.times.length - 1)]!;
  }

  /** The first row at or after a time; `length` if there is none. */
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

  /** The row nearest to a time, or -1 if none is within `tolerance` milliseconds. */
  nearest(time: number, tolerance: number): number {
    const after = this.firstFrom(time);
    const before = after - 1;
    const toAfter = after < this.rows ? this.timeAt(after) - time : Infinity;
    const toBefore = before >= 0 ? time - this.timeAt(before) : Infinity;
    if (Math.min(toAfter, toBefore) > tolerance) return -1;
    return toAfter < toBefore ? after : before;
  }

  private dropOldest(): void {
    this.start = (this.start + 1) & (this.times.length - 1);
    this.rows--;
  }

  private resize(capacity: number): void {
    const times = new Float64Array(capacity);
    const values = new Float64Array(capacity);
    for (let row = 0; row < this.rows; row++) {
      times[row] = this.timeAt(row);
      values[row] = this.valueAt(row);
    }
    this.times = times;
    this.values = values;
    this.start = 0;
  }
}
