/** The least width of a chart that can be read well, CSS pixels. */
const leastWidth = 340;
const mostColumns = 5;

export interface OverviewGrid {
  readonly columns: number;
  /** How many rows the charts fill, the last one perhaps in part. */
  readonly chartRows: number;
  /** Columns for what stands behind the last chart. */
  readonly rest: number;
}

/**
 * How so many charts and one card behind them share a width, CSS pixels. Of the numbers of columns that fit, it is one by
 * which the last card needs no row of its own, where there is one that leaves the charts not much wider.
 */
export function overviewGrid(width: number, charts: number): OverviewGrid {
  const most = Math.max(1, Math.min(mostColumns, charts + 1, Math.floor(width / leastWidth)));
  const savesRow = most > 2 && charts % most === 0 && charts > most && charts % (most - 1) !== 0;
  const columns = savesRow ? most - 1 : most;
  const isShared = charts % columns !== 0;
  return {
    columns,
    chartRows: Math.max(1, Math.ceil(charts / columns)),
    rest: isShared ? columns - (charts % columns) : columns,
  };
}
