import type { MetricId } from '../../../protocol/catalogue';
import type { Series } from '../../metrics/series';
import type { Use } from './use';

interface UsesOfMetric {
  /** By a label and the only value it may have. */
  readonly byLabel: Map<string, Use[]>;
  readonly rest: Use[];
}

/** Finds the places in rules that a series may fit, without asking every rule. */
export class UseIndex {
  private readonly byMetric = new Map<MetricId, UsesOfMetric>();

  add(uses: readonly Use[]): void {
    for (const use of uses) {
      // An empty value fits a series without the label too, so it is no way to find it.
      const exact = Object.entries(use.selector.matcher.exact).find(([, value]) => value !== '');
      for (const metric of use.selector.metrics) {
        const { byLabel, rest } = this.of(metric);
        if (exact) addTo(byLabel, labelKey(...exact), use);
        else rest.push(use);
      }
    }
  }

  clear(): void {
    this.byMetric.clear();
  }

  find(series: Series): readonly Use[] {
    const uses = this.byMetric.get(series.metric);
    if (!uses) return [];
    const named = Object.entries(series.labels).flatMap(
      ([name, value]) => uses.byLabel.get(labelKey(name, value)) ?? [],
    );
    return [...uses.rest, ...named];
  }

  private of(metric: MetricId): UsesOfMetric {
    let uses = this.byMetric.get(metric);
    if (!uses) this.byMetric.set(metric, (uses = { byLabel: new Map(), rest: [] }));
    return uses;
  }
}

function addTo(map: Map<string, Use[]>, key: string, use: Use): void {
  const uses = map.get(key);
  if (uses) uses.push(use);
  else map.set(key, [use]);
}

function labelKey(name: string, value: string): string {
  return JSON.stringify([name, value]);
}
