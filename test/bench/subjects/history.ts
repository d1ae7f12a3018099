import { nodeDisk } from '../../../src/engine/store/disk/nodeDisk';
import { answerHistory } from '../../../src/engine/store/query/answerHistory';
import { loadSqlite } from '../../../src/engine/store/segments/sqlite';
import { StoreFolder } from '../../../src/engine/store/upkeep/storeFolder';

/** Asks a data folder the same question a few times, nothing of it in our memory, and prints how long each took, ms. */
async function main(): Promise<void> {
  const [dataDir = '', metric = '', from, to, step] = process.argv.slice(2);
  const sqlite = await loadSqlite('node_modules/sql.js/dist/sql-wasm.wasm');
  const times: number[] = [];
  let points = 0;
  for (let round = 0; round < 12; round++) {
    const began = performance.now();
    const folder = await StoreFolder.open(nodeDisk, dataDir, sqlite, {
      report: (problem) => {
        throw new Error(problem);
      },
    });
    const { series } = await answerHistory(
      folder,
      {
        metrics: [metric],
        from: Number(from),
        to: Number(to),
        stepMs: Number(step),
        aggregates: ['avg', 'min', 'max'],
        mostPoints: 20_000,
      },
      { position: undefined, chunks: [] },
      new AbortController().signal,
    );
    times.push(performance.now() - began);
    points = series.reduce((sum, { times: own }) => sum + own.length, 0);
    folder.close();
  }
  process.stdout.write(JSON.stringify({ times, points }));
}

void main();
