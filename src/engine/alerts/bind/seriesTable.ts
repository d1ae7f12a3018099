import type { MetricId } from '../../../protocol/catalogue';
import type { Series } from '../../metrics/series';

interface Entry {
  readonly series: Series;
  round: number;
}

/** Told what changed. */
export interface SeriesChanges {
  appeared(series: Series): void;
  /** @param at Where it was among the series of its metric; those behind it moved up. */
  gone(series: Series, at: number): void;
}

const none: readonly Series[] = [];

/** The series that there are, by metric, and what changed since the last time. */
export class SeriesTable {
  private readonly entries = new Map<number, Entry>();
  private readonly byMetric = new Map<MetricId, Series[]>();
  private round = 0;

  has(series: Series): boolean {
    return this.entries.get(series.id)?.series === series;
  }

  of(metric: MetricId): readonly Series[] {
    return this.byMetric.get(metric) ?? none;
  }

  update(all: Iterable<Series>, changes: SeriesChanges): void {
    this.round++;
    const fresh: Series[] = [];
    for (const series of all) {
      const entry = this.entries.get(series.id);
      if (entry?.series === series) entry.round = this.round;
      else fresh.push(series);
    }
    for (const { series, round } of this.entries.values()) if (round !== this.round) this.remove(series, changes);
    for (const series of fresh) this.add(series, changes);
  }

  private add(series: Series, changes: SeriesChanges): void {
    this.entries.set(series.id, { series, round: this.round });
    const ofMetric = this.byMetric.get(series.metric);
    if (ofMetric) ofMetric.push(series);
    else this.byMetric.set(series.metric, [series]);
    changes.appeared(series);
  }

  private remove(series: Series, changes: SeriesChanges): void {
    this.entries.delete(series.id);
    const ofMetric = this.byMetric.get(series.metric)!;
    const at = ofMetric.indexOf(series);
    ofMetric.splice(at, 1);
    changes.gone(series, at);
  }
}
