import type { Labels, Origin, Quality, Unit } from '../../protocol/metric';

/** A series as the store knows it: by name, since small integers mean something inside one file only. */
export interface StoredSeries {
  readonly metric: string;
  readonly labels: Labels;
  readonly unit: Unit;
  /** Digits after the decimal point that are kept. */
  readonly decimals: number;
}

/** How good the values of a series are from a moment on. */
export interface SeriesState {
  /** Milliseconds since 1970. */
  readonly since: number;
  readonly quality: Quality;
  readonly reason?: string;
  readonly origin?: Origin;
}

/** The same text for the same metric and labels, in whatever order the labels come. */
export function storedKey(metric: string, labels: Labels): string {
  const names = Object.keys(labels);
  if (names.length === 0) return metric;
  return JSON.stringify([metric, ...names.sort().map((name) => [name, labels[name]])]);
}
