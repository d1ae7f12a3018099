import type { Series } from './series';

/**
 * Series that are sampled together, with one timestamp for all of them. `values[i]` is the current frame's value of
 * `layout[i]`; NaN says that there is none.
 */
export class Group {
  layout: readonly Series[] = [];
  values = new Float64Array(0);
  /** Grows with every change of the layout. */
  revision = 0;
  lastTimestamp = -Infinity;
  /** Number of the row that the next frame becomes, counted from the group's first frame. */
  nextRow = 0;

  constructor(
    readonly id: number,
    readonly name: string,
    /** Frames a second at the most; change it with `setRate`. */
    public hz: number,
  ) {}

  /** Goes on at another rate, with the same history. */
  setRate(hz: number): void {
    if (hz === this.hz) return;
    this.hz = hz;
    this.revision++;
  }

  /** Replaces the series of the group. Values of the frame being filled are lost, so call it before filling one. */
  setLayout(layout: readonly Series[]): void {
    this.layout = layout;
    this.values = new Float64Array(layout.length).fill(NaN);
    this.revision++;
  }

  /** Adds a series at the end and returns its column. The frame being filled is kept. */
  add(series: Series): number {
    const column = this.layout.length;
    const values = new Float64Array(column + 1).fill(NaN);
    values.set(this.values);
    this.layout = [...this.layout, series];
    this.values = values;
    this.revision++;
    return column;
  }
}
