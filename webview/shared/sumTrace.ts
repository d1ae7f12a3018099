import type { Rows } from '../../src/protocol/rows';
import { Column } from './column';
import { Trace } from './trace';

/**
 * The sum of all series of one metric, row by row. They must be sampled together, in one group, so that each block of rows
 * has them all: of those sampled apart it would be now one, now another.
 */
export class SumTrace {
  readonly trace = new Trace(new Column());
  private sums = new Float64Array(0);
  private parts = 0;

  begin(): void {
    this.parts = 0;
  }

  /** Adds one series of a block. A row without a value counts only if no series has one. */
  add({ timestamps, values }: Rows, series: number): void {
    const rows = timestamps.length;
    if (this.parts++ === 0) {
      if (this.sums.length < rows) this.sums = new Float64Array(rows);
      this.sums.fill(NaN, 0, rows);
    }
    for (let row = 0; row < rows; row++) {
      const value = values[series * rows + row]!;
      if (Number.isNaN(value)) continue;
      const sum = this.sums[row]!;
      this.sums[row] = Number.isNaN(sum) ? value : sum + value;
    }
  }

  end(timestamps: Float64Array): void {
    if (this.parts === 0) return;
    for (let row = 0; row < timestamps.length; row++) this.trace.take(timestamps[row]!, this.sums[row]!);
  }
}
