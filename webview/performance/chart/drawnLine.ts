import type { LineTrace } from '../../shared/lineTrace';
import { PointBuffer } from '../../shared/pointBuffer';
import type { ChartLine, LineColumns } from './chartContent';
import { traceOf } from './lineData';

const isTrace = (data: ChartLine['data']): data is LineTrace => 'fill' in data;

/** A line of the newest picture with its points, which are reused from picture to picture. */
export class DrawnLine {
  readonly buffer = new PointBuffer();
  /** Ends of what it shows, bands included; Infinity and -Infinity where it shows nothing. */
  least = Infinity;
  greatest = -Infinity;
  private read: LineTrace | undefined;
  private readFrom: LineColumns | undefined;
  private shiftMs = 0;

  constructor(public line: ChartLine) {}

  get trace(): LineTrace {
    const { data, shiftMs = 0, isComparison } = this.line;
    if (isTrace(data)) return data;
    if (!this.read || data !== this.readFrom || shiftMs !== this.shiftMs) {
      this.read = traceOf(data, shiftMs, !isComparison);
      this.readFrom = data;
      this.shiftMs = shiftMs;
    }
    return this.read;
  }

  /** Brings the points up to date for a stretch of time. */
  fill(from: number, to: number, bucketMs: number): void {
    const { trace, buffer } = this;
    this.greatest = trace.fill(from, to, bucketMs, buffer);
    this.least = Infinity;
    for (const { y } of buffer.points) if (y < this.least) this.least = y;
    const { steps } = trace;
    if (!steps) return;
    for (let row = steps.firstFrom(from); row < steps.length && steps.timeAt(row) <= to; row++) {
      const low = steps.lowAt(row);
      if (low < this.least) this.least = low;
    }
  }
}
