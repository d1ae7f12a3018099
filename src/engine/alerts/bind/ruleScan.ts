import type { MetricId } from '../../../protocol/catalogue';
import type { BoundRule } from './boundRule';
import type { SeriesTable } from './seriesTable';

/** Offers all series that there are to a new rule, some at a time. */
export class RuleScan {
  private use = 0;
  private metric = 0;
  private at = 0;

  constructor(readonly rule: BoundRule) {}

  /** Offers up to so many series. @returns whether that was all of them. */
  step(table: SeriesTable, most: number): boolean {
    let left = most;
    for (const { uses } = this.rule; this.use < uses.length; this.use++, this.metric = 0) {
      const use = uses[this.use]!;
      for (const { metrics } = use.selector; this.metric < metrics.length; this.metric++, this.at = 0) {
        for (const series = table.of(metrics[this.metric]!); this.at < series.length; this.at++) {
          if (left-- === 0) return false;
          this.rule.offer(use, series[this.at]!);
        }
      }
    }
    return true;
  }

  /** A series went from the list of its metric, and those behind it moved up. */
  removed(metric: MetricId, at: number): void {
    const use = this.rule.uses[this.use];
    if (use?.selector.metrics[this.metric] === metric && at < this.at) this.at--;
  }
}
