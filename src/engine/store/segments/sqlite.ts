import { readFile } from 'node:fs/promises';
import initSqlJs, { type Database, type SqlJsStatic, type SqlValue, type Statement } from 'sql.js';

export type SqliteValue = SqlValue;
export type SqliteRow = readonly SqliteValue[];

/** SQLite found that a file is not what a database file should be. */
export class SqliteError extends Error {
  constructor(cause: Error) {
    super(cause.message, { cause });
    this.name = 'SqliteError';
  }
}

/** Reads and starts SQLite. @param wasmFile Path of `sql-wasm.wasm`. @throws Error of the file system. */
export async function loadSqlite(wasmFile: string): Promise<Sqlite> {
  const file = await readFile(wasmFile);
  // A copy of its own: a small file may lie in memory that Node shares between buffers.
  const wasmBinary = new Uint8Array(file).buffer;
  return new Sqlite(await initSqlJs({ wasmBinary }));
}

/** SQLite in WebAssembly; its databases live in memory. */
export class Sqlite {
  constructor(private readonly library: SqlJsStatic) {}

  create(): SqliteDatabase {
    return new SqliteDatabase(guarded(() => new this.library.Database()));
  }

  /** Opens the bytes of a database without copying them: they belong to it until it is closed. */
  open(bytes: Buffer): SqliteDatabase {
    return new SqliteDatabase(guarded(() => new this.library.Database(bytes)));
  }
}

/** One database. Every method throws SqliteError when SQLite refuses what the file holds. */
export class SqliteDatabase {
  constructor(private readonly database: Database) {}

  run(sql: string): void {
    guarded(() => this.database.run(sql));
  }

  prepare(sql: string): SqliteStatement {
    return new SqliteStatement(guarded(() => this.database.prepare(sql)));
  }

  /** The rows of a query, one after the other. Run nothing else on this database before the last one. */
  *rows(sql: string, parameters: SqliteValue[] = []): Generator<SqliteRow> {
    const statement = this.prepare(sql);
    try {
      yield* statement.rows(parameters);
    } finally {
      statement.free();
    }
  }

  /** The database as the bytes of its file. */
  export(): Uint8Array {
    return guarded(() => this.database.export());
  }

  /** Gives its memory back; harmless when it is closed already. */
  close(): void {
    this.database.close();
  }
}

/** A statement that is compiled once and run often. */
export class SqliteStatement {
  constructor(private readonly statement: Statement) {}

  run(parameters: SqliteValue[]): void {
    guarded(() => {
      this.statement.run(parameters);
    });
  }

  /** The first row, or undefined when there is none. */
  first(parameters: SqliteValue[]): SqliteRow | undefined {
    return guarded(() => {
      this.statement.bind(parameters);
      const row = this.statement.step() ? this.statement.get() : undefined;
      this.statement.reset();
      return row;
    });
  }

  *rows(parameters: SqliteValue[]): Generator<SqliteRow> {
    guarded(() => this.statement.bind(parameters));
    while (guarded(() => this.statement.step())) yield guarded(() => this.statement.get());
  }

  free(): void {
    this.statement.free();
  }
}

/** What SQLite says is thrown by sql.js as a plain Error; want of memory is no fault of the file. */
function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof Error && error.constructor === Error && error.message !== 'out of memory')
      throw new SqliteError(error);
    throw error;
  }
}
