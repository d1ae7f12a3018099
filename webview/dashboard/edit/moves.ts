import { compacted, fitted, moved, type Placed } from '../../../src/protocol/layout/grid';
import type { Place } from '../../../src/protocol/layout/layout';
import { layoutLimits } from '../../../src/protocol/layout/limits';

/**
 * All panels after one was put at a place: the others first close up where it was, then make room where it is, and none
 * is left hanging. So a panel that is put where the one below it begins changes places with it.
 */
export function placedAt(items: readonly Placed[], id: string, to: Place, columns: number): readonly Placed[] {
  const others = compacted(items.filter((item) => item.id !== id));
  const place = within(to, columns);
  return compacted(moved([...others, { id, place }], id, place, columns));
}

/** The panels after one step of a panel, of as many rows as it takes until something changes; undefined at the edge. */
export function stepped(
  items: readonly Placed[],
  id: string,
  [right, down]: readonly [right: number, down: number],
  columns: number,
): readonly Placed[] | undefined {
  const place = placeOf(items, id);
  if (!place) return undefined;
  const before = placeOf(compacted(items), id)!;
  for (let step = 1; step <= layoutLimits.height * items.length; step++) {
    const to = { ...place, x: place.x + right * step, y: place.y + down * step };
    if (to.x < 0 || to.y < 0 || to.x + to.width > columns) return undefined;
    const after = placedAt(items, id, to, columns);
    const now = placeOf(after, id)!;
    if (now.x !== before.x || now.y !== before.y) return after;
    if (down === 0) return undefined;
  }
  return undefined;
}

/** The panels after one became wider or higher by so many cells; undefined where it cannot. */
export function grown(
  items: readonly Placed[],
  id: string,
  [wider, higher]: readonly [wider: number, higher: number],
  columns: number,
): readonly Placed[] | undefined {
  const place = placeOf(items, id);
  if (!place) return undefined;
  const to = sized(place, place.width + wider, place.height + higher, columns);
  return to.width === place.width && to.height === place.height ? undefined : placedAt(items, id, to, columns);
}

/** A place of another size, as far as the grid allows, with its upper left corner where it was. */
export function sized(place: Place, width: number, height: number, columns: number): Place {
  return {
    ...place,
    width: Math.min(Math.max(1, width), columns - place.x),
    height: Math.min(Math.max(1, height), layoutLimits.height),
  };
}

/** The panels whose place differs from the one they had. */
export function changedPlaces(before: readonly Placed[], after: readonly Placed[]): readonly Placed[] {
  return after.filter(({ id, place }) => {
    const was = placeOf(before, id);
    return was?.x !== place.x || was.y !== place.y || was.width !== place.width || was.height !== place.height;
  });
}

export function placeOf(items: readonly Placed[], id: string): Place | undefined {
  return items.find((item) => item.id === id)?.place;
}

function within(place: Place, columns: number): Place {
  const y = Math.min(Math.max(0, place.y), layoutLimits.row);
  return fitted({ ...place, x: Math.max(0, place.x), y }, columns);
}
