/** Where the cells of the grid lie, in CSS pixels of the page, taken at one moment. */
export interface GridRuler {
  readonly left: number;
  readonly columnWidth: number;
  readonly gap: number;
  /** Upper edges of the rows. */
  readonly rows: readonly number[];
  /** Height of rows below the last one. */
  readonly rowHeight: number;
}

export function rulerOf(grid: HTMLElement): GridRuler {
  const style = getComputedStyle(grid);
  const gap = parseFloat(style.columnGap) || 0;
  const heights = sizes(style.gridTemplateRows);
  const { left, top } = grid.getBoundingClientRect();
  const rows: number[] = [];
  let edge = top + window.scrollY;
  for (const height of heights) {
    rows.push(edge);
    edge += height + gap;
  }
  const rowHeight = parseFloat(style.getPropertyValue('--row')) || 1;
  const [columnWidth] = sizes(style.gridTemplateColumns);
  return { left: left + window.scrollX, columnWidth: columnWidth ?? 1, gap, rows: [...rows, edge], rowHeight };
}

/** The column whose left edge is nearest to a place, from 0. */
export function columnAt({ left, columnWidth, gap }: GridRuler, x: number): number {
  return Math.max(0, Math.round((x - left) / (columnWidth + gap)));
}

/** The row whose upper edge is nearest to a place, from 0; below the last one, rows go on as they would be made. */
export function rowAt({ rows, gap, rowHeight }: GridRuler, y: number): number {
  const end = rows.length - 1;
  const last = rows[end] ?? 0;
  if (y > last) return end + Math.round((y - last) / (rowHeight + gap));
  let nearest = 0;
  for (let row = 1; row <= end; row++) if (Math.abs(rows[row]! - y) < Math.abs(rows[nearest]! - y)) nearest = row;
  return nearest;
}

function sizes(tracks: string): number[] {
  return tracks.split(' ').map(parseFloat).filter(Number.isFinite);
}
