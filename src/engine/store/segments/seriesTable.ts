import { storedKey, type StoredSeries } from '../storedSeries';

/** A series of a segment that is being built. */
export interface SeriesEntry {
  readonly series: StoredSeries;
  /** Row of the table `series`, from 1; 0 until `number` was called. */
  id: number;
}

/** The series of a segment, each once. */
export class SeriesTable {
  private readonly byObject = new WeakMap<StoredSeries, SeriesEntry>();
  private readonly byKey = new Map<string, SeriesEntry>();

  /** The same entry for equal series. Asking again with the same object costs next to nothing. */
  entryOf(series: StoredSeries): SeriesEntry {
    let entry = this.byObject.get(series);
    if (entry) return entry;
    const key = keyOf(series);
    entry = this.byKey.get(key);
    if (!entry) this.byKey.set(key, (entry = { series, id: 0 }));
    this.byObject.set(series, entry);
    return entry;
  }

  /** Gives ids in the order of names, so that they do not depend on which series came first. */
  number(): readonly SeriesEntry[] {
    const sorted = [...this.byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
    for (const [index, entry] of sorted.entries()) entry.id = index + 1;
    return sorted;
  }
}

function keyOf({ metric, labels, unit, decimals }: StoredSeries): string {
  return JSON.stringify([metric, storedKey(metric, labels), unit, decimals]);
}
