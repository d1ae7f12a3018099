import type { Place } from './layout';

/** Something that stands in the grid. */
export interface Placed {
  readonly id: string;
  readonly place: Place;
}

export function overlap(a: Place, b: Place): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** The place, made narrow enough for the columns and moved left until all of it is within them. */
export function fitted(place: Place, columns: number): Place {
  const width = Math.min(place.width, columns);
  const x = Math.min(place.x, columns - width);
  return width === place.width && x === place.x ? place : { ...place, x, width };
}

/** As one reads: from top to bottom, and from left to right in one row. */
export function inReadingOrder<T extends Placed>(items: readonly T[]): readonly T[] {
  return items.toSorted((a, b) => comesBefore(a.place, b.place));
}

/** How many rows the lowest one reaches down to. */
export function rowsOf(items: readonly Placed[]): number {
  return items.reduce((most, { place }) => Math.max(most, place.y + place.height), 0);
}

/**
 * All within the columns and none over another: of two that overlap, the one that comes first in reading order stays and
 * the other moves down. Those that overlap nothing stay. Kept in the order given.
 */
export function settled<T extends Placed>(items: readonly T[], columns: number): readonly T[] {
  const within = items.map((item) => at(item, fitted(item.place, columns)));
  return putDown(within, inReadingOrder(within));
}

/** The same after one was put at a place, where it stays: what it covers there moves down. */
export function moved<T extends Placed>(items: readonly T[], id: string, to: Place, columns: number): readonly T[] {
  const within = items.map((item) => at(item, fitted(item.id === id ? to : item.place, columns)));
  const others = within.filter((item) => item.id !== id);
  return putDown(within, [...within.filter((item) => item.id === id), ...inReadingOrder(others)]);
}

/** Each moved up until it meets another or the top. Needs items that do not overlap; kept in the order given. */
export function compacted<T extends Placed>(items: readonly T[]): readonly T[] {
  const taken = new Map<T, Place>();
  for (const item of inReadingOrder(items)) {
    const { place } = item;
    let y = 0;
    for (const other of taken.values())
      if (other.x < place.x + place.width && place.x < other.x + other.width) y = Math.max(y, other.y + other.height);
    taken.set(item, { ...place, y: Math.min(y, place.y) });
  }
  return items.map((item) => at(item, taken.get(item) ?? item.place));
}

/**
 * All within so many columns: in reading order each takes the first free place behind the one before it, so that the
 * order stays. The answer is in reading order.
 */
export function reflowed<T extends Placed>(items: readonly T[], columns: number): readonly T[] {
  const flowed: T[] = [];
  for (const item of inReadingOrder(items)) {
    const { width, height } = fitted(item.place, columns);
    const behind = flowed.at(-1)?.place;
    flowed.push(at(item, firstFree(flowed, { width, height }, columns, behind)));
  }
  return flowed;
}

/** The first place in reading order where something of a size stands free; at the latest below everything. */
export function freePlace(
  items: readonly Placed[],
  size: { readonly width: number; readonly height: number },
  columns: number,
): Place {
  return firstFree(items, { width: Math.min(size.width, columns), height: size.height }, columns, undefined);
}

function firstFree(
  items: readonly Placed[],
  { width, height }: { readonly width: number; readonly height: number },
  columns: number,
  behind: Place | undefined,
): Place {
  let x = behind ? behind.x + behind.width : 0;
  for (let y = behind?.y ?? 0; ; y++, x = 0)
    for (; x + width <= columns; x++) {
      const place = { x, y, width, height };
      if (!items.some((item) => overlap(item.place, place))) return place;
    }
}

/** Puts each at its place, in an order; one that would cover an earlier one moves down below it. */
function putDown<T extends Placed>(items: readonly T[], order: readonly T[]): readonly T[] {
  const taken = new Map<T, Place>();
  for (const item of order) {
    let { place } = item;
    let over = covered(taken, place);
    while (over) {
      place = { ...place, y: over.y + over.height };
      over = covered(taken, place);
    }
    taken.set(item, place);
  }
  return items.map((item) => at(item, taken.get(item) ?? item.place));
}

function covered(taken: ReadonlyMap<unknown, Place>, place: Place): Place | undefined {
  for (const other of taken.values()) if (overlap(other, place)) return other;
  return undefined;
}

const at = <T extends Placed>(item: T, place: Place): T => (item.place === place ? item : { ...item, place });
const comesBefore = (a: Place, b: Place): number => a.y - b.y || a.x - b.x;
