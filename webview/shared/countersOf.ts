import type { KnownSeries, SeriesStore } from './seriesStore';

/**
 * The counters of joules that the engine of now has announced. Each engine counts from 0, so that what one before it
 * counted, and which the store keeps for its lines for some minutes, is no part of what is counted now.
 */
export function countersOf(
  store: SeriesStore,
  metric: 'system.energy_joules' | 'model.energy_joules',
): readonly KnownSeries[] {
  return store.all(metric).filter(isCounter);
}

/** Whether a series is of the engine of now: the store gives those that are left of another one numbers below 0. */
export function isCounter({ info }: KnownSeries): boolean {
  return info.id >= 0;
}
