import path from 'node:path';
import { BenchEngine, sleep, type Pace } from '../benchEngine';

const quietMs = 5000;
const hourMs = 3_600_000;

/**
 * Takes 1,500 samples a second at 60 Hz into a folder where a full journal waits to be sealed and small segments to be
 * put together, and prints how regular the ticks were while the store did each of its works.
 */
async function main(): Promise<void> {
  const [dataDir = ''] = process.argv.slice(2);
  const engine = new BenchEngine(1500, dataDir);
  const { store } = engine;
  if (!store) throw new Error('The engine has no store, so there is nothing to measure.');
  const paces: Record<string, Pace> = {};
  const during = async (name: string, work: () => Promise<unknown>): Promise<void> => {
    engine.takePace();
    await work();
    paces[name] = engine.takePace();
  };
  const { signal } = new AbortController();
  // Code that was never run is compiled in the first seconds, with a store or without.
  await sleep(2000);
  await during('before recording', () => sleep(quietMs));
  await during('sealing a full journal', async () => {
    await store.start();
    // Maintenance waits for what was asked before it.
    await store.runJob({ kind: 'sessions', limit: 1 }, () => undefined, signal);
  });
  await during('recording alone', () => sleep(quietMs));
  await during('putting segments together', () =>
    store.runJob({ kind: 'maintenance', depth: 'daily' }, () => undefined, signal),
  );
  await during('exporting 15 minutes', () =>
    store.runJob(
      {
        kind: 'export',
        file: path.join(dataDir, 'exports', 'bench.json'),
        format: 'json',
        range: { from: Date.now() - 6 * hourMs, to: Date.now() - 5 * hourMs },
        metrics: [],
      },
      () => undefined,
      signal,
    ),
  );
  await during('twenty questions', async () => {
    for (let i = 0; i < 20; i++) {
      const to = Date.now();
      const aggregates = ['avg', 'p95'] as const;
      const range = { from: to - 6 * hourMs, to, stepMs: 60_000 };
      await store.history({ metrics: ['system.*'], aggregates, mostPoints: 50_000, ...range });
    }
  });
  await engine.stop();
  process.stdout.write(JSON.stringify(paces));
}

void main();
