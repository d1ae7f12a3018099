import path from 'node:path';
import type { ExportFormat } from '../../../src/protocol/storeJobs';
import { nodeDisk } from '../../../src/engine/store/disk/nodeDisk';
import { loadSqlite } from '../../../src/engine/store/segments/sqlite';
import { runExport } from '../../../src/engine/store/tools/export/runExport';
import { StoreFolder } from '../../../src/engine/store/upkeep/storeFolder';

/** Exports all of a data folder that is sealed and prints how large it became and how long that took. */
async function main(): Promise<void> {
  const [dataDir = '', format] = process.argv.slice(2);
  const sqlite = await loadSqlite('node_modules/sql.js/dist/sql-wasm.wasm');
  const folder = await StoreFolder.open(nodeDisk, dataDir, sqlite, {
    report: (problem) => {
      throw new Error(problem);
    },
  });
  const file = path.join(dataDir, 'exports', `all.${format}`);
  const began = performance.now();
  const { bytes, samples } = await runExport(
    {
      kind: 'export',
      file,
      format: format as ExportFormat,
      range: { from: 0, to: Number.MAX_SAFE_INTEGER },
      metrics: [],
    },
    {
      folder,
      isLive: false,
      now: Date.now,
      rotate: () => Promise.resolve(),
      upkeep: () => Promise.resolve({ done: [], freedBytes: 0 }),
      record: () => undefined,
      progress: () => undefined,
      signal: new AbortController().signal,
    },
  );
  const ms = performance.now() - began;
  folder.close();
  await nodeDisk.remove(file);
  process.stdout.write(JSON.stringify({ bytes, samples, ms }));
}

void main();
