import { catalogue, type MetricId } from '../../../protocol/catalogue';
import type { Labels, MetricDefinition } from '../../../protocol/metric';

/** Of the series that stands for what went beyond the limits; it agrees with its like only. */
const overflow = 'overflow';

/** Names of the labels that all metrics with labels have in common. */
export function sharedLabelNames(metrics: readonly MetricId[]): readonly string[] {
  let shared: readonly string[] | undefined;
  for (const metric of metrics) {
    const { labels }: MetricDefinition = catalogue[metric];
    if (labels.length > 0) shared = shared === undefined ? labels : shared.filter((name) => labels.includes(name));
  }
  return shared ?? [];
}

/** Some of the labels, and whether they are those of an overflow series. */
export function pickLabels(labels: Labels, names: readonly string[]): Labels {
  const picked: Record<string, string> = {};
  for (const name of names) if (labels[name] !== undefined) picked[name] = labels[name];
  if (labels[overflow] !== undefined) picked[overflow] = labels[overflow];
  return picked;
}

/** The same text for the same labels, in whatever order they come. */
export function keyOfLabels(labels: Labels): string {
  const names = Object.keys(labels);
  if (names.length === 0) return '[]';
  return JSON.stringify(names.sort().map((name) => [name, labels[name]]));
}

export function hasLabels(labels: Labels): boolean {
  for (const name in labels) if (labels[name] !== undefined) return true;
  return false;
}

/** Whether labels that both have are equal; no labels agree with all. */
export function labelsAgree(one: Labels, other: Labels): boolean {
  if (one[overflow] !== other[overflow]) return !hasLabels(one) || !hasLabels(other);
  for (const name in one) if (other[name] !== undefined && other[name] !== one[name]) return false;
  return true;
}
