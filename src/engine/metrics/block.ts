import type { Series } from './series';

/** A stretch of one group's frames as columns: first the timestamps, then one column for each series of the layout. */
export class Block {
  rows = 0;

  constructor(
    readonly layout: readonly Series[],
    readonly capacity: number,
    /** Number of the block's first row, counted from the group's first frame. */
    readonly firstRow: number,
    /** The group's rate while these frames were written. */
    readonly hz: number,
    private readonly cells: Float64Array,
  ) {}

  static cellsFor(columns: number, capacity: number): number {
    return (columns + 1) * capacity;
  }

  get bytes(): number {
    return this.cells.byteLength;
  }

  get isFull(): boolean {
    return this.rows === this.capacity;
  }

  /** Empties the block and gives up its memory, for the next one of the same size. */
  retire(): Float64Array {
    this.rows = 0;
    return this.cells;
  }

  append(timestamp: number, values: Float64Array): void {
    const { cells, capacity } = this;
    const row = this.rows++;
    cells[row] = timestamp;
    for (let column = 0, at = capacity + row; column < values.length; column++, at += capacity)
      cells[at] = values[column]!;
  }

  timestamp(row: number): number {
    return this.cells[row]!;
  }

  get firstTimestamp(): number {
    return this.cells[0]!;
  }

  get lastTimestamp(): number {
    return this.cells[this.rows - 1]!;
  }

  value(column: number, row: number): number {
    return this.cells[(column + 1) * this.capacity + row]!;
  }

  /** Rows `from` to `to` (not included) of one column, without copying. */
  column(column: number, from: number, to: number): Float64Array {
    const start = (column + 1) * this.capacity;
    return this.cells.subarray(start + from, start + to);
  }

  timestamps(from: number, to: number): Float64Array {
    return this.cells.subarray(from, to);
  }

  /** First row whose timestamp is at least `time`; `rows` if there is none. */
  rowAt(time: number): number {
    let low = 0;
    let high = this.rows;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.cells[middle]! < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
