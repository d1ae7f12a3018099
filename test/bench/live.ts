import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import { systemClock } from '../../src/engine/clock';
import { ServedMetrics } from '../support/servedMetrics';

/** What some clients of one server saw. */
export interface LiveCost {
  readonly clients: number;
  readonly samplesPerSecond: number;
  readonly rate: number;
  /** From the commit of a sample to the client's having read it, ms. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly bytesPerSecond: number;
  /** Of a core, of the server's thread, for each client, without what the same load costs with nobody listening. */
  readonly cpuPercentPerClient: number;
}

export interface LiveLoad {
  readonly clients: number;
  readonly series: number;
  /** Frames a second. */
  readonly hz: number;
  /** Updates a second that each client asks for. */
  readonly rate: number;
  readonly seconds: number;
}

interface ClientFigures {
  readonly delays: readonly number[];
  readonly bytes: number;
}

/** A server in this thread and its clients in another, so that reading costs the server nothing. */
export async function liveCost(load: LiveLoad): Promise<LiveCost> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'wirthforge-live-'));
  const served = await ServedMetrics.start();
  try {
    const { pipeline } = served;
    const group = pipeline.group('bench', load.hz);
    group.setLayout(
      Array.from({ length: load.series }, (_, i) => pipeline.series('system.connections', { state: `state ${i}` })),
    );
    const feed = (): NodeJS.Timeout =>
      setInterval(() => {
        group.values.fill(Math.random() * 100);
        pipeline.commit(group, systemClock.now());
      }, 1000 / load.hz);
    const bare = await cpuPercent(feed, load.seconds);
    const file = path.join(folder, 'figures.json');
    const { clients, rate } = load;
    const url = `${served.url.replace('http', 'ws')}/ws`;
    const workerData = { url, token: await served.token(), clients, rate, file };
    const worker = new Worker('./dist/bench/subjects/liveReaders.cjs', { workerData });
    await new Promise((resolve) => worker.once('message', resolve));
    const busy = await cpuPercent(feed, load.seconds);
    worker.postMessage('end');
    await new Promise((resolve) => worker.once('exit', resolve));
    const { delays, bytes } = JSON.parse(await readFile(file, 'utf8')) as ClientFigures;
    const sorted = [...delays].sort((a, b) => a - b);
    const at = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
    return {
      clients,
      rate,
      samplesPerSecond: load.series * load.hz,
      p50Ms: at(0.5),
      p99Ms: at(0.99),
      bytesPerSecond: bytes / clients / load.seconds,
      cpuPercentPerClient: (busy - bare) / clients,
    };
  } finally {
    await served.end();
    await rm(folder, { recursive: true });
  }
}

/** Of a core, of this thread, while something runs. */
async function cpuPercent(run: () => NodeJS.Timeout, seconds: number): Promise<number> {
  const before = performance.eventLoopUtilization();
  const timer = run();
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  clearInterval(timer);
  return performance.eventLoopUtilization(before).utilization * 100;
}
