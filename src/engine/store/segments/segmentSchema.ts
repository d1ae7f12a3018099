import type { SegmentKind } from './segmentName';

/** Raised with every change that an older version would misread; newer files are refused, not guessed at. */
export const schemaVersion = 1;

/**
 * Bytes of a page. Measured: blobs of some kB leave half a page empty each, so small pages cost the least (3 % above
 * the blobs where pages of 4 kB cost 12 %) and reading is as fast.
 */
export const pageBytes = 512;

interface Schema {
  /** Made before rows are written. */
  readonly tables: readonly string[];
  /** Made after them, which keeps indexes dense. */
  readonly indexes: readonly string[];
}

/** The same in every version. */
export const metaTable = 'CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID';

const measured: Schema = {
  tables: [
    metaTable,
    'CREATE TABLE series (id INTEGER PRIMARY KEY, metric TEXT, labels TEXT, unit TEXT, decimals INTEGER)',
    'CREATE TABLE state (series INTEGER, session TEXT, since_ms REAL, quality TEXT, reason TEXT, origin TEXT)',
    'CREATE TABLE chunk (id INTEGER PRIMARY KEY, session TEXT, grp TEXT, hz REAL, tier_ms INTEGER, from_ms REAL, to_ms REAL, row_count INTEGER, times BLOB)',
    'CREATE TABLE column_data (chunk INTEGER, series INTEGER, data BLOB, sketches BLOB)',
  ],
  indexes: [
    'CREATE INDEX column_by_series ON column_data (series, chunk)',
    `CREATE VIEW series_overview AS SELECT s.metric, s.labels, s.unit, c.tier_ms, count(*) AS chunks, sum(c.row_count) AS row_count, datetime(min(c.from_ms) / 1000, 'unixepoch') AS from_utc, datetime(max(c.to_ms) / 1000, 'unixepoch') AS to_utc FROM column_data d JOIN chunk c ON c.id = d.chunk JOIN series s ON s.id = d.series GROUP BY d.series, c.tier_ms`,
  ],
};

const recorded: Schema = {
  tables: [
    metaTable,
    'CREATE TABLE event (id INTEGER PRIMARY KEY, session_id TEXT, sequence INTEGER, timestamp REAL, type TEXT, data TEXT, frame_id INTEGER, energy_delta REAL)',
    'CREATE TABLE snapshot (id INTEGER PRIMARY KEY, session_id TEXT, sequence INTEGER, timestamp REAL, reason TEXT, state TEXT)',
  ],
  indexes: [
    'CREATE INDEX event_by_session ON event (session_id, sequence)',
    'CREATE INDEX event_by_time ON event (timestamp)',
    `CREATE VIEW session AS SELECT session_id AS id, datetime(min(timestamp) / 1000, 'unixepoch') AS first_utc, datetime(max(timestamp) / 1000, 'unixepoch') AS last_utc, count(*) AS events, sum(energy_delta) AS energy_joules FROM event GROUP BY session_id`,
  ],
};

/** The statements that make a segment of a kind; SQLite keeps them word for word in the file. */
export function schemaOf(kind: SegmentKind): Schema {
  return kind === 'events' ? recorded : measured;
}
