import { BadValue, UnknownWord } from './badValue';
import { MadeOf } from './madeOf';
import { segmentKinds, type SegmentKind } from './segmentName';
import { metaTable, schemaOf, schemaVersion } from './segmentSchema';
import type { SqliteDatabase } from './sqlite';

/** What a segment says of itself. */
export interface SegmentMeta {
  readonly kind: SegmentKind;
  readonly sessions: readonly string[];
  /** Raw samples that have a value. */
  readonly samples: number;
  readonly events: number;
  /** Which journals it came from. */
  readonly madeOf: MadeOf;
}

const mostMetaRows = 64;
const mostObjects = 64;

/**
 * Reads what a segment says of itself. Its tables must be those that we make, word for word: a view or a trigger in
 * their place could have SQLite compute for ever.
 * @throws BadValue, UnknownWord, SqliteError
 */
export function readMeta(database: SqliteDatabase): SegmentMeta {
  const objects = readObjects(database);
  // In every version, so that an older one can tell that a file is newer.
  if (!objects.includes(metaTable)) throw new BadValue('it has no table meta');
  const meta = readPairs(database);
  const version = count(meta, 'schema_version');
  if (version > schemaVersion)
    throw new UnknownWord(`its schema has version ${version}, this one reads ${schemaVersion}`);
  const kind = segmentKinds.find((k) => k === meta.get('kind'));
  if (version < 1 || !kind) throw new BadValue('its table meta does not say what it holds');
  const { tables, indexes } = schemaOf(kind);
  if (objects.join('\n') !== [...tables, ...indexes].join('\n'))
    throw new BadValue('its tables are not those of a segment');
  return {
    kind,
    sessions: sessionsOf(meta),
    samples: count(meta, 'samples'),
    events: count(meta, 'events'),
    madeOf: MadeOf.parse(meta.get('journals') ?? '{}'),
  };
}

/** The statements that made what is in the database. */
function readObjects(database: SqliteDatabase): string[] {
  const objects: string[] = [];
  for (const [sql] of database.rows('SELECT sql FROM sqlite_master')) {
    objects.push(typeof sql === 'string' ? sql : '');
    if (objects.length > mostObjects) throw new BadValue('it has more tables than a segment');
  }
  return objects;
}

function readPairs(database: SqliteDatabase): Map<string, string> {
  const pairs = new Map<string, string>();
  let rows = 0;
  for (const [key, value] of database.rows('SELECT key, value FROM meta')) {
    if (++rows > mostMetaRows) throw new BadValue('its table meta has too many rows');
    if (typeof key === 'string' && typeof value === 'string') pairs.set(key, value);
  }
  return pairs;
}

function count(meta: ReadonlyMap<string, string>, key: string): number {
  const text = meta.get(key);
  const value = text !== undefined && /^\d{1,16}$/.test(text) ? Number(text) : NaN;
  if (!Number.isSafeInteger(value)) throw new BadValue(`its table meta has no number ${key}`);
  return value;
}

function sessionsOf(meta: ReadonlyMap<string, string>): readonly string[] {
  const sessions = parsedJson(meta.get('sessions') ?? '');
  if (!Array.isArray(sessions) || !sessions.every((s) => typeof s === 'string'))
    throw new BadValue('its table meta does not list its sessions');
  return sessions;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON is one more way of not being a list.
    return undefined;
  }
}
