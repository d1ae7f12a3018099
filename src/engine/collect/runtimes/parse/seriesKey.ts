import type { Labels } from '../../../../protocol/metric';

/** Tells series of one page apart, in whatever order a page writes their labels. */
export function seriesKey(name: string, labels: Labels, without?: string): string {
  const pairs = Object.entries(labels).filter(([label]) => label !== without);
  pairs.sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([name, ...pairs.flat()]);
}
