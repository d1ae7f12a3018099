import type { HotRing } from '../metrics/hotRing';

/** By id of the group, the first row to record; `all`: whatever is in memory; `now`: only what comes from now on. */
export type FirstRows = ReadonlyMap<number, number> | 'all' | 'now';

/** The numbers themselves; a group without one is recorded from its first row in memory. */
export function firstRowsOf(first: FirstRows, ring: HotRing): ReadonlyMap<number, number> {
  if (first === 'all') return new Map();
  return first === 'now' ? new Map(Array.from(ring.groups(), ({ id, nextRow }) => [id, nextRow])) : first;
}
