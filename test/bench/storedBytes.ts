import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { loadSqlite } from '../../src/engine/store/segments/sqlite';
import { parseSegmentName } from '../../src/engine/store/segments/segmentName';

/** What the segments of a data folder take. */
export interface StoredBytes {
  /** Raw samples that have a value. */
  readonly samples: number;
  /** Of whole files, by kind. */
  readonly files: ReadonlyMap<string, number>;
  /** Of columns and times alone, by the width of the tier in ms; 0: samples. */
  readonly tiers: ReadonlyMap<number, number>;
}

const tierBytes = `
  SELECT tier_ms, sum(length(times) + (
    SELECT sum(length(data) + coalesce(length(sketches), 0)) FROM column_data WHERE column_data.chunk = chunk.id))
  FROM chunk GROUP BY tier_ms`;

/** Looks into segments as any SQLite tool would. */
export async function storedBytes(dataDir: string): Promise<StoredBytes> {
  const sqlite = await loadSqlite('node_modules/sql.js/dist/sql-wasm.wasm');
  const files = new Map<string, number>();
  const tiers = new Map<number, number>();
  let samples = 0;
  for (const name of await readdir(path.join(dataDir, 'segments'))) {
    const kind = parseSegmentName(name)?.kind;
    if (!kind) throw new Error(`${name} is no segment, so its size means nothing.`);
    const bytes = await readFile(path.join(dataDir, 'segments', name));
    files.set(kind, (files.get(kind) ?? 0) + bytes.length);
    const database = sqlite.open(bytes);
    if (kind !== 'events')
      for (const [tierMs, size] of database.rows(tierBytes))
        tiers.set(Number(tierMs), (tiers.get(Number(tierMs)) ?? 0) + Number(size));
    for (const [count] of database.rows("SELECT value FROM meta WHERE key = 'samples'")) samples += Number(count);
    database.close();
  }
  return { samples, files, tiers };
}
