import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { ServedMetrics } from '../support/servedMetrics';
import { storms } from '../support/storms';

/** What a storm of hostile clients did to the thread that the server runs in. */
export interface StormCost {
  readonly name: string;
  readonly seconds: number;
  /** How much later than they were due ticks came: 99 of 100, and the latest, ms. */
  readonly p99Ms: number;
  readonly maxMs: number;
  /** Memory of the process a second afterwards, less than before, bytes. */
  readonly keptBytes: number;
}

const tickMs = 10;
const calmMs = 5000;

/** One row for a calm server, then one for each storm, whose clients have a thread of their own. */
export async function stormCosts(): Promise<StormCost[]> {
  const served = await ServedMetrics.start();
  const worker = new Worker('./dist/bench/subjects/hostileClients.cjs', { workerData: { port: served.port } });
  try {
    const costs = [await costOf('calm', () => sleep(calmMs))];
    for (const [index, { name }] of storms.entries())
      costs.push(
        await costOf(name, async () => {
          const over = new Promise((resolve) => worker.once('message', resolve));
          worker.postMessage(index);
          await over;
        }),
      );
    return costs;
  } finally {
    await worker.terminate();
    await served.end();
  }
}

async function costOf(name: string, act: () => Promise<unknown>): Promise<StormCost> {
  const before = process.memoryUsage.rss();
  const delay = monitorEventLoopDelay({ resolution: tickMs });
  delay.enable();
  const started = performance.now();
  await act();
  const seconds = (performance.now() - started) / 1000;
  delay.disable();
  await sleep(1000);
  const late = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - tickMs);
  return {
    name,
    seconds,
    p99Ms: late(delay.percentile(99)),
    maxMs: late(delay.max),
    keptBytes: process.memoryUsage.rss() - before,
  };
}
