import type { MetricId } from '../../protocol/catalogue';
import type { Origin, Quality } from '../../protocol/metric';
import type { Sink } from '../collect/collector';
import type { Group } from '../metrics/group';
import type { Series } from '../metrics/series';

/** Series of which memory holds nothing any more are forgotten, an hour after their last frame. */
const renewAfterMs = 600_000;

export type Bound = 'lower' | 'upper';

/** Frames of one model at one pace. A column is there from the first value, or shortfall, of its metric on. */
export class ModelFrame {
  private readonly group: Group;
  private readonly columns = new Map<string, number>();
  private isFilled = false;

  constructor(
    private readonly sink: Sink,
    private readonly labels: { readonly runtime: string; readonly model: string },
    name: string,
    hz: number,
    private readonly isKept: (metric: MetricId) => boolean,
  ) {
    this.group = sink.group(`${name} ${labels.runtime} ${labels.model}`, hz);
    // A source that starts again goes on in its group, which may have columns already.
    this.renew();
    for (const [column, { metric, labels: own }] of this.group.layout.entries())
      this.columns.set(keyOf(metric, own['bound'] as Bound | undefined), column);
  }

  /** Call it before a frame is filled. @param now Milliseconds since 1970. */
  begin(now: number): void {
    if (now - this.group.lastTimestamp > renewAfterMs) this.renew();
  }

  /** @param value NaN stands for no value now. */
  set(metric: MetricId, value: number, bound?: Bound): void {
    if (!this.isKept(metric)) return;
    // A new column is a new array, so it comes first.
    const column = this.column(metric, bound);
    this.group.values[column] = value;
    if (!Number.isNaN(value)) this.isFilled = true;
  }

  say(metric: MetricId, quality: Quality, reason?: string, bound?: Bound): void {
    if (!this.isKept(metric)) return;
    this.sink.setQuality(this.series(metric, bound), quality, reason);
  }

  tell(metric: MetricId, origin: Origin): void {
    if (this.isKept(metric)) this.sink.setOrigin(this.series(metric, undefined), origin);
  }

  /** Hands the frame on, if something is in it. @param now Milliseconds since 1970. */
  commit(now: number): void {
    if (!this.isFilled) return;
    this.isFilled = false;
    this.gap(now);
  }

  /** Hands a frame on, even one without values, so that charts show a gap. */
  gap(now: number): void {
    if (this.group.layout.length === 0) return;
    // Two requests may end in one millisecond; each is a frame of its own.
    this.sink.commit(this.group, now > this.group.lastTimestamp ? now : this.group.lastTimestamp + 1);
  }

  /** Asks for its series again, for they may have been forgotten meanwhile. */
  private renew(): void {
    const { layout } = this.group;
    if (layout.length > 0) this.group.setLayout(layout.map(({ metric, labels }) => this.sink.series(metric, labels)));
  }

  private series(metric: MetricId, bound: Bound | undefined): Series {
    const column = this.column(metric, bound);
    return this.group.layout[column]!;
  }

  private column(metric: MetricId, bound: Bound | undefined): number {
    const key = keyOf(metric, bound);
    let column = this.columns.get(key);
    if (column === undefined) {
      column = this.group.add(this.sink.series(metric, bound === undefined ? this.labels : { ...this.labels, bound }));
      this.columns.set(key, column);
    }
    return column;
  }
}

const keyOf = (metric: MetricId, bound: Bound | undefined): string => (bound === undefined ? metric : metric + bound);
