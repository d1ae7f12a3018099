import type { Place } from '../../../src/protocol/layout/layout';

/** A panel as the grid places it. */
export interface Placed {
  readonly id: string;
  readonly place: Place;
}

/**
 * Makes panels wider where those beside them are not shown, so that no hole is left; what nobody beside a freed cell can
 * take stays free, for panels below to move up into. Panels never overlap, and never take a cell that was free before.
 */
export function takeFreedCells(shown: readonly Placed[], hidden: readonly Placed[]): Placed[] {
  const freed = new Set<string>();
  for (const { place } of hidden) eachCell(place, (x, y) => freed.add(cell(x, y)));
  // A file may lay panels over each other; what is covered by one that is shown is not free.
  for (const { place } of shown) eachCell(place, (x, y) => freed.delete(cell(x, y)));
  const take = ({ y, height }: Place, x: number): boolean => {
    for (let row = y; row < y + height; row++) if (!freed.has(cell(x, row))) return false;
    for (let row = y; row < y + height; row++) freed.delete(cell(x, row));
    return true;
  };
  return shown.map(({ id, place }) => {
    let { x, width } = place;
    while (take(place, x + width)) width++;
    while (x > 0 && take(place, x - 1)) {
      x--;
      width++;
    }
    return { id, place: { ...place, x, width } };
  });
}

const cell = (x: number, y: number): string => `${x} ${y}`;

function eachCell({ x, y, width, height }: Place, visit: (x: number, y: number) => void): void {
  for (let row = y; row < y + height; row++) for (let column = x; column < x + width; column++) visit(column, row);
}
