import type { HotRing } from '../metrics/hotRing';

/** By id of the group, the number of the first row that a session records; `now`: only what comes from then on. */
export type FirstRows = ReadonlyMap<number, number> | 'now';

/** Everything that is in memory. */
export const everyRow: FirstRows = new Map();

/** The numbers themselves. */
export function firstRowsIn(ring: HotRing, first: FirstRows): ReadonlyMap<number, number> {
  return first === 'now' ? new Map(Array.from(ring.groups(), ({ id, nextRow }) => [id, nextRow])) : first;
}
