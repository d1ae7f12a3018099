import type { Sqlite } from '../../segments/sqlite';

/** Turns the database of a segment into one of the next schema version. */
export interface SchemaMigration {
  /** The version that it takes. */
  readonly from: number;
  /** @param database Bytes of a database of that version; left as they are. @returns One of the next version. */
  readonly convert: (sqlite: Sqlite, database: Buffer) => Uint8Array;
}

/** One for each older version of the schema. Version 1 is the first that was ever written. */
export const migrations: readonly SchemaMigration[] = [];
