import type { RawChunk } from '../../src/engine/store/chunk';
import { samplesOf } from '../../src/engine/store/journal/journalSamples';
import type { StoreEvent } from '../../src/engine/store/events/storeEvent';
import type { StoredSeries } from '../../src/engine/store/storedSeries';
import type { StoreFolder } from '../../src/engine/store/upkeep/storeFolder';
import { numberedGroups, numberedValue } from './numberedRows';

export interface StoredRow {
  readonly row: number;
  readonly time: number;
}

/** What a data folder holds of numbered rows. */
export interface StoredRows {
  /** By session and name of the group, in no order. */
  readonly rows: ReadonlyMap<string, ReadonlyMap<string, readonly StoredRow[]>>;
  /** By session, in no order. */
  readonly events: ReadonlyMap<string, readonly StoreEvent[]>;
  /** By session and name of the group, how many rows the buckets of 10 s count. */
  readonly counted: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** Values that are not those of their row. */
  readonly wrong: readonly string[];
}

const everything = { wanted: (): boolean => true, from: -Infinity, to: Infinity };
const fineMs = 10_000;

/** Reads everything that is in a data folder, journals that are not sealed included. */
export function storedRows(folder: StoreFolder): Promise<StoredRows> {
  return folder.whileItLasts(async () => {
    const found = new Found();
    for (const segment of folder.segments())
      await folder.use(segment, (reader) => {
        if (segment.kind === 'raw') for (const chunk of reader.samples(everything)) found.addSamples(chunk);
        if (segment.kind === 'events') for (const event of reader.events(everything)) found.addEvent(event);
        if (segment.kind !== 'fine') return;
        for (const { session, group, columns } of reader.buckets({ ...everything, tierMs: fineMs }))
          for (const { series, buckets } of columns)
            if (columnOf(series) === 0) for (const count of buckets.count) found.addCount(session, group, count);
      });
    for (const journal of folder.journals()) {
      const content = await folder.journal(journal);
      for (const chunk of samplesOf(content)) found.addSamples(chunk);
      for (const record of content.records) if (record.kind === 'event') found.addEvent(record.event);
    }
    return found;
  });
}

class Found implements StoredRows {
  readonly rows = new Map<string, Map<string, StoredRow[]>>();
  readonly events = new Map<string, StoreEvent[]>();
  readonly counted = new Map<string, Map<string, number>>();
  readonly wrong: string[] = [];

  addSamples({ session, group, times, columns }: RawChunk): void {
    const byColumn = new Map(columns.map(({ series, values }) => [columnOf(series), values]));
    const numbers = byColumn.get(0);
    const shape = numberedGroups.find(({ name }) => name === group);
    if (!numbers || !shape) {
      this.wrong.push(`${session} has rows of ${group} without numbers`);
      return;
    }
    const groups = within(this.rows, session, () => new Map<string, StoredRow[]>());
    const rows = within(groups, group, (): StoredRow[] => []);
    for (const [i, time] of times.entries()) {
      const row = numbers[i]!;
      rows.push({ row, time });
      for (let column = 1; column < shape.columns; column++) {
        const value = byColumn.get(column)?.[i] ?? NaN;
        if (!Object.is(value, numberedValue(row, column)))
          this.wrong.push(`${session} ${group} row ${row} column ${column} is ${value}`);
      }
    }
  }

  addEvent(event: StoreEvent): void {
    within(this.events, event.session, (): StoreEvent[] => []).push(event);
  }

  addCount(session: string, group: string, count: number): void {
    const groups = within(this.counted, session, () => new Map<string, number>());
    groups.set(group, (groups.get(group) ?? 0) + count);
  }
}

function columnOf({ labels }: StoredSeries): number {
  return Number(labels['core'] ?? 0);
}

function within<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
