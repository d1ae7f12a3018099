import type { Placed } from '../../../src/protocol/layout/grid';
import type { Place } from '../../../src/protocol/layout/layout';

/**
 * Makes panels wider where cells beside them came free, as those of panels that are not shown. What nobody beside a cell
 * can take stays free. Panels that do not overlap still do not, and take no cell that is not in the freed places.
 */
export function takeFreedCells(shown: readonly Placed[], freedPlaces: readonly Place[]): Placed[] {
  const freed = new Set<string>();
  for (const place of freedPlaces) eachCell(place, (x, y) => freed.add(cell(x, y)));
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
