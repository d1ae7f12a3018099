import type { MetricId } from '../../protocol/catalogue';
import type { Labels } from '../../protocol/metric';
import type { Series } from './series';

export interface SeriesLimits {
  readonly perMetric: number;
  readonly total: number;
}

export const defaultSeriesLimits: SeriesLimits = { perMetric: 1000, total: 10_000 };

const overflowLabels: Labels = { overflow: 'true' };

/**
 * Gives each metric and set of labels a small integer that is never used twice. What would go beyond the limits
 * shares one series `{overflow="true"}` for each metric, so a label that runs wild cannot fill the memory.
 */
export class SeriesRegistry {
  private readonly byKey = new Map<string, Series>();
  private readonly byId = new Map<number, Series>();
  private readonly counts = new Map<MetricId, number>();
  private nextId = 0;
  /** How often a series was asked for that the limits did not allow. */
  refused = 0;
  /** Grows when a series appears, goes, or changes its quality. */
  revision = 0;

  constructor(private readonly limits: SeriesLimits = defaultSeriesLimits) {}

  open(metric: MetricId, labels: Labels = {}): Series {
    const key = keyOf(metric, labels);
    const known = this.byKey.get(key);
    if (known) return known;
    if (this.isFull(metric) && labels !== overflowLabels) {
      this.refused++;
      const overflow = this.open(metric, overflowLabels);
      overflow.quality = 'estimated';
      overflow.reason =
        'More series of this metric appeared than the monitor keeps apart; this one stands for the rest.';
      return overflow;
    }
    const series: Series = {
      id: this.nextId++,
      metric,
      labels,
      quality: 'measured',
      reason: undefined,
      origin: undefined,
    };
    this.byKey.set(key, series);
    this.byId.set(series.id, series);
    this.counts.set(metric, (this.counts.get(metric) ?? 0) + 1);
    this.revision++;
    return series;
  }

  get(id: number): Series | undefined {
    return this.byId.get(id);
  }

  all(): Iterable<Series> {
    return this.byKey.values();
  }

  get size(): number {
    return this.byKey.size;
  }

  touched(): void {
    this.revision++;
  }

  /** Forgets some series, so that labels which come and go make room for others. Returns what was forgotten. */
  remove(ids: ReadonlySet<number>): Series[] {
    const gone = [...this.byKey].filter(([, series]) => ids.has(series.id));
    for (const [key, series] of gone) {
      this.byKey.delete(key);
      this.byId.delete(series.id);
      this.counts.set(series.metric, (this.counts.get(series.metric) ?? 1) - 1);
    }
    if (gone.length > 0) this.revision++;
    return gone.map(([, series]) => series);
  }

  private isFull(metric: MetricId): boolean {
    return this.byKey.size >= this.limits.total || (this.counts.get(metric) ?? 0) >= this.limits.perMetric;
  }
}

function keyOf(metric: string, labels: Labels): string {
  const names = Object.keys(labels);
  if (names.length === 0) return metric;
  return JSON.stringify([metric, ...names.sort().map((name) => [name, labels[name]])]);
}
