import type { StoreEvent, StoreSnapshot } from '../events/storeEvent';
import type { SeriesState } from '../storedSeries';
import type { BuiltChunk } from './builtChunk';
import { eventColumns, eventRow, snapshotColumns, snapshotRow } from './eventRows';
import { leafPacking } from './leafPacking';
import type { MadeOf } from './madeOf';
import type { SegmentKind } from './segmentName';
import { pageBytes, schemaOf, schemaVersion } from './segmentSchema';
import { seriesRow, stateRow } from './seriesRows';
import type { SeriesEntry } from './seriesTable';
import type { Sqlite, SqliteDatabase, SqliteValue } from './sqlite';

/** Everything of a segment, sorted and numbered. */
export interface SegmentContent {
  readonly sessions: readonly string[];
  readonly samples: number;
  readonly series: readonly SeriesEntry[];
  readonly states: readonly { readonly entry: SeriesEntry; readonly session: string; readonly state: SeriesState }[];
  readonly chunks: readonly BuiltChunk[];
  readonly events: readonly StoreEvent[];
  readonly snapshots: readonly StoreSnapshot[];
  readonly madeOf: MadeOf;
}

/** The bytes of a database file with that content. */
export function writeSegment(sqlite: Sqlite, kind: SegmentKind, content: SegmentContent): Uint8Array {
  const database = sqlite.create();
  try {
    // A database that is thrown away when something fails needs no way back.
    database.run(`PRAGMA page_size = ${pageBytes}`);
    database.run('PRAGMA journal_mode = OFF');
    database.run('BEGIN');
    const { tables, indexes } = schemaOf(kind);
    for (const statement of tables) database.run(statement);
    insert(database, 'meta (key, value)', metaRows(kind, content));
    if (kind === 'events') writeRecords(database, content);
    else writeMeasurements(database, content);
    for (const statement of indexes) database.run(statement);
    database.run('COMMIT');
    return database.export();
  } finally {
    database.close();
  }
}

function metaRows(kind: SegmentKind, { sessions, samples, events, madeOf }: SegmentContent): SqliteValue[][] {
  return [
    ['schema_version', String(schemaVersion)],
    ['kind', kind],
    ['sessions', JSON.stringify(sessions)],
    ['samples', String(samples)],
    ['events', String(events.length)],
    ['journals', madeOf.toText()],
  ];
}

function writeRecords(database: SqliteDatabase, { events, snapshots }: SegmentContent): void {
  insert(database, `event (${eventColumns})`, events.map(eventRow));
  insert(database, `snapshot (${snapshotColumns})`, snapshots.map(snapshotRow));
}

function writeMeasurements(database: SqliteDatabase, { series, states, chunks }: SegmentContent): void {
  const seriesRows = series.map(({ id, series: named }) => seriesRow(id, named));
  insert(database, 'series (id, metric, labels, unit, decimals)', seriesRows);
  const stateRows = states.map(({ entry, session, state }) => stateRow(entry.id, session, state));
  insert(database, 'state (series, session, since_ms, quality, reason, origin)', stateRows);
  const chunkRows = chunks.map((c, index) => chunkRow(index + 1, c));
  insert(database, 'chunk (id, session, grp, hz, tier_ms, from_ms, to_ms, row_count, times)', chunkRows);
  insert(database, 'column_data (chunk, series, data, sketches)', columnRows(chunks));
}

function chunkRow(id: number, { session, group, hz, tierMs, from, to, rows, times }: BuiltChunk): SqliteValue[] {
  return [id, session, group, hz, tierMs, from, to, rows, times];
}

/** Found through the index, so their order is free. */
function columnRows(chunks: readonly BuiltChunk[]): SqliteValue[][] {
  const columns = chunks.flatMap((chunk, index) =>
    [...chunk.columns].sort((a, b) => a.entry.id - b.entry.id).map((column) => ({ ...column, chunk: index + 1 })),
  );
  const sizes = columns.map(({ data, sketches }) => data.length + (sketches?.length ?? 0));
  return leafPacking(sizes, pageBytes).map((place) => {
    const { chunk, entry, data, sketches } = columns[place]!;
    return [chunk, entry.id, data, sketches];
  });
}

function insert(database: SqliteDatabase, into: string, rows: readonly SqliteValue[][]): void {
  const [first] = rows;
  if (!first) return;
  const statement = database.prepare(`INSERT INTO ${into} VALUES (${first.map(() => '?').join(', ')})`);
  try {
    for (const row of rows) statement.run(row);
  } finally {
    statement.free();
  }
}
