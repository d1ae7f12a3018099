import { Cells } from './cells';
import { BadValue } from './badValue';
import type { SegmentReader } from './segmentReader';
import type { SegmentTables } from './segmentTables';

const always = { from: -Infinity, to: Infinity };

/** Reads all of a segment and holds it against itself. @throws BadValue and what reading throws */
export function checkSegment(reader: SegmentReader, tables: SegmentTables): void {
  // First of all, since it finds pages that refer to each other in a circle.
  const [[verdict] = []] = [...tables.database.rows('PRAGMA integrity_check(1)')];
  if (verdict !== 'ok') throw new BadValue(`SQLite finds that ${String(verdict)}`);
  const sessions = new Set<string>();
  if (reader.kind === 'events') checkRecords(reader, sessions);
  else checkMeasurements(reader, tables, sessions);
  expectSame('sessions', reader.sessions(), [...sessions].sort());
}

function checkRecords(reader: SegmentReader, sessions: Set<string>): void {
  const sequences = new Set<string>();
  for (const { session, sequence } of reader.events(always)) {
    sessions.add(session);
    sequences.add(`${sequence} ${session}`);
  }
  expectSame('events', reader.eventCount, sequences.size);
  for (const { session, state } of reader.snapshots(always)) {
    sessions.add(session);
    new Cells('snapshot', [state]).object(0, state.length);
  }
}

function checkMeasurements(reader: SegmentReader, tables: SegmentTables, sessions: Set<string>): void {
  const range = { ...always, wanted: () => true };
  let samples = 0;
  for (const { columns } of reader.samples(range))
    for (const { values } of columns) for (const value of values) if (!Number.isNaN(value)) samples++;
  expectSame('samples', reader.sampleCount, samples);
  for (const tierMs of reader.tiers())
    for (const { session } of reader.buckets({ ...range, tierMs })) sessions.add(session);
  for (const { session } of reader.states()) sessions.add(session);
  for (const { session } of tables.chunks()) sessions.add(session);
  checkColumns(tables);
}

/** Every column belongs to one chunk and one series, which the index knows. */
function checkColumns(tables: SegmentTables): void {
  const chunks = tables.chunks();
  const placed = tables.place(chunks, () => true).flatMap(({ columns }) => columns.map(({ row }) => row));
  let rows = 0;
  for (const row of tables.rows('SELECT rowid FROM column_data')) if (row.length > 0) rows++;
  expectSame('columns', rows, new Set(placed).size);
}

function expectSame(what: string, said: unknown, found: unknown): void {
  const [a, b] = [JSON.stringify(said), JSON.stringify(found)];
  if (a !== b) throw new BadValue(`its ${what} should be ${a} and are ${b}`);
}
