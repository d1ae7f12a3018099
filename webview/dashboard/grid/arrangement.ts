import { compacted, reflowed, rowsOf, settled, type Placed } from '../../../src/protocol/layout/grid';
import { takeFreedCells } from './freedCells';

/** The least width of a panel that is looked at, and of one that is only moved about, CSS pixels. */
const leastWidth = 280;
const leastWidthInEdit = 96;
/** About the width of a column on a page that is too narrow for the layout, CSS pixels. */
const narrowColumn = 300;

export interface GridRoom {
  /** Of the layout. */
  readonly columns: number;
  /** CSS pixels. */
  readonly gap: number;
  readonly width: number;
  /** In edit mode, panels stand where the layout has them as long as they can be told apart. */
  readonly isEditing: boolean;
}

export interface Arrangement {
  readonly columns: number;
  readonly items: readonly Placed[];
  /** Whether panels stand in the columns of the layout, so that they can be moved by the pointer. */
  readonly isExact: boolean;
}

/** Where the panels stand on a page, those left out that have nothing to show. */
export function arranged(panels: readonly Placed[], hidden: ReadonlySet<string>, room: GridRoom): Arrangement {
  const columns = columnsOf(panels, room);
  const isExact = columns === room.columns;
  const shown = panels.filter(({ id }) => !hidden.has(id)).map(({ id, place }) => ({ id, place }));
  if (isExact) {
    const inPlace = settled(panels, columns);
    const freed = inPlace.filter(({ id }) => hidden.has(id)).map(({ place }) => place);
    const kept = inPlace.filter(({ id }) => !hidden.has(id));
    return { columns, isExact, items: compacted(takeFreedCells(kept, freed)) };
  }
  const scaled = shown.map(({ id, place }) => {
    const width = Math.max(1, Math.round((place.width * columns) / room.columns));
    return { id, place: { ...place, width } };
  });
  const flowed = reflowed(scaled, columns);
  const all = { x: 0, y: 0, width: columns, height: rowsOf(flowed) };
  return { columns, isExact, items: takeFreedCells(flowed, [all]) };
}

/** As many columns as the layout has, or as fit where its narrowest panel would be too narrow. */
function columnsOf(panels: readonly Placed[], room: GridRoom): number {
  const { columns, gap, width, isEditing } = room;
  const narrowest = panels.reduce((least, { place }) => Math.min(least, place.width), columns);
  if (widthOf(narrowest, room) >= (isEditing ? leastWidthInEdit : leastWidth)) return columns;
  return Math.max(1, Math.min(columns - 1, Math.floor((width + gap) / (narrowColumn + gap))));
}

/** How wide a panel is in the columns of the layout, CSS pixels. */
function widthOf(panelColumns: number, { columns, gap, width }: GridRoom): number {
  const column = (width - gap * (columns - 1)) / columns;
  return panelColumns * column + (panelColumns - 1) * gap;
}

/** Whether a panel so many columns wide has no room for what it shows, as it may be where it is only moved about. */
export function isCramped(panelColumns: number, { isExact }: Arrangement, room: GridRoom): boolean {
  return isExact && widthOf(panelColumns, room) < Math.min(leastWidth, room.width);
}
