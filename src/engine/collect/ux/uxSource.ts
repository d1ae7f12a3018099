import type { MetricId } from '../../../protocol/catalogue';
import type { Labels } from '../../../protocol/metric';
import type { Group } from '../../metrics/group';
import type { Sink } from '../collector';

/** Series of which memory holds nothing any more are forgotten, an hour after their last frame. */
const renewAfterMs = 600_000;
/** What is longer was no waiting for a picture, ms. */
const mostMs = 3_600_000;

/** What one page or window tells of itself. */
export class UxSource {
  private readonly group: Group;
  private isTold = false;
  /** When it told something last, ms since 1970. */
  heardAt = -Infinity;

  constructor(
    private readonly sink: Sink,
    /** Of the group that it has to itself. */
    readonly groupName: string,
    private readonly labels: Labels,
    private readonly metrics: readonly MetricId[],
  ) {
    this.group = sink.group(groupName, 1);
    this.renew();
  }

  /** @param values Of the metrics, in their order; null stands for none. @param now ms since 1970 */
  write(now: number, values: readonly (number | null)[]): void {
    if (now - this.group.lastTimestamp > renewAfterMs) this.renew();
    this.heardAt = now;
    if (!this.isTold) for (const series of this.group.layout) this.sink.setQuality(series, 'measured');
    this.isTold = true;
    values.forEach((value, column) => {
      if (value !== null && value >= 0 && value <= mostMs) this.group.values[column] = value;
    });
    this.sink.commit(this.group, now);
  }

  /** Says that there is nothing to tell any more, and why, once. */
  end(now: number, reason: string): void {
    if (!this.isTold) return;
    this.isTold = false;
    for (const series of this.group.layout) this.sink.setQuality(series, 'unavailable', reason);
    this.sink.commit(this.group, Math.max(now, this.group.lastTimestamp + 1));
  }

  private renew(): void {
    const { sink, labels, metrics } = this;
    this.group.setLayout(metrics.map((metric) => sink.series(metric, labels)));
  }
}
