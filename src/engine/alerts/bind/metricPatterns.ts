import { metricIds, type MetricId } from '../../../protocol/catalogue';
import { matchesGlob } from '../../../protocol/glob';

/** Metrics of the catalogue by pattern; each pattern is gone through once, however many rules use it. */
export class MetricPatterns {
  private readonly found = new Map<string, readonly MetricId[]>();

  metrics(pattern: string): readonly MetricId[] {
    let metrics = this.found.get(pattern);
    if (!metrics) this.found.set(pattern, (metrics = metricIds.filter((metric) => matchesGlob(pattern, metric))));
    return metrics;
  }
}
