import { open, readFile, rename } from 'node:fs/promises';
import initSqlJs from 'sql.js';

/** A table with a row for each sample. */
export interface RowStore {
  begin(): void;
  add(series: number, time: number, value: number): void;
  /** Ends when the rows since `begin` are on disk. */
  commit(): Promise<void>;
  close(): Promise<void>;
}

const createTable =
  'CREATE TABLE sample (series INTEGER, time INTEGER, value REAL, PRIMARY KEY (series, time)) WITHOUT ROWID';
const insert = 'INSERT INTO sample VALUES (?, ?, ?)';

/** One sql.js file, which can be written as a whole only: at each commit, under another name, then renamed. */
export async function rowsInSqlJs(file: string): Promise<RowStore> {
  const wasmBinary = new Uint8Array(await readFile('node_modules/sql.js/dist/sql-wasm.wasm')).buffer;
  const { Database } = await initSqlJs({ wasmBinary });
  const database = new Database();
  database.run('PRAGMA journal_mode=OFF');
  database.run(createTable);
  const adding = database.prepare(insert);
  return {
    begin: () => void database.run('BEGIN'),
    add: (series, time, value) => {
      adding.run([series, time, value]);
    },
    commit: async () => {
      database.run('COMMIT');
      const handle = await open(`${file}.new`, 'w');
      await handle.writeFile(database.export());
      await handle.datasync();
      await handle.close();
      await rename(`${file}.new`, file);
    },
    close: () => {
      adding.free();
      database.close();
      return Promise.resolve();
    },
  };
}

/** Node's own SQLite with a write-ahead log, as durable as the journal: synced at each commit. */
export function rowsInNodeSqlite(file: string): RowStore {
  const sqlite = process.getBuiltinModule('node:sqlite');
  const database = new sqlite.DatabaseSync(file);
  database.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL');
  database.exec(createTable);
  const adding = database.prepare(insert);
  return {
    begin: () => {
      database.exec('BEGIN');
    },
    add: (series, time, value) => {
      adding.run(series, time, value);
    },
    commit: () => {
      database.exec('COMMIT');
      return Promise.resolve();
    },
    close: () => {
      database.close();
      return Promise.resolve();
    },
  };
}
