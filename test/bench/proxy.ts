import { Agent, get } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { listeningChild, type ListeningChild } from './child';
import { median, usageOf } from './meter';
import { TokenReader } from './tokenReader';

/** A figure of the proxy beside the same figure without it, the median of all rounds. */
export interface ProxyFigure {
  readonly name: string;
  readonly unit: string;
  /** Undefined for what there is only with a proxy. */
  readonly direct: number | undefined;
  readonly proxied: number;
  /** The difference, or the percentage of the direct figure: what a target is about. */
  readonly compared: string;
  readonly target: string;
}

export interface ProxyBench {
  readonly rounds: number;
  /** How long each load runs in each round, ms. */
  readonly ms: number;
  /** The proxy's script: the bare one, or one that measures. */
  readonly proxy: string;
}

const manyStreams = 64;
/** A fast model alone, and many users of a slow one: ms between two tokens. */
const onePaceMs = 10;
const manyPaceMs = 50;
const warmUpMs = 500;

interface Load {
  readonly name: string;
  readonly streams: number;
  readonly paceMs: number;
}

/** The unpaced ones first: the code is then as warm as in a proxy that has run for a while. */
const loads: readonly Load[] = [
  { name: '1 stream, unpaced', streams: 1, paceMs: 0 },
  { name: `${manyStreams} streams, unpaced`, streams: manyStreams, paceMs: 0 },
  { name: `1 stream, ${1000 / onePaceMs} tokens/s`, streams: 1, paceMs: onePaceMs },
  { name: `${manyStreams} streams, ${1000 / manyPaceMs} tokens/s each`, streams: manyStreams, paceMs: manyPaceMs },
];

/** Measures a proxy against the same server without it, by turns, each in a process of its own. */
export async function measureProxy({ rounds, ms, proxy }: ProxyBench): Promise<ProxyFigure[]> {
  const server = await listeningChild('dist/bench/subjects/tokenServer.cjs');
  const child = await listeningChild(proxy, server.url);
  try {
    const figures: ProxyFigure[] = [];
    for (const load of loads) figures.push(...(await measureLoad(load, server, child, rounds, ms)));
    figures.push(...(await measureRequests(server, child, rounds)));
    return figures;
  } finally {
    await child.stop();
    await server.stop();
  }
}

async function measureLoad(
  load: Load,
  server: ListeningChild,
  proxy: ListeningChild,
  rounds: number,
  ms: number,
): Promise<ProxyFigure[]> {
  const runs: { readonly direct: Run; readonly proxied: Run }[] = [];
  for (let round = 1; round <= rounds; round++) {
    process.stderr.write(`round ${round} of ${rounds}: proxy, ${load.name}\n`);
    runs.push({ direct: await run(load, server.url, ms), proxied: await run(load, proxy.url, ms, proxy.pid) });
  }
  const of = (pick: (run: Run) => number): [number, number] => [
    median(runs.map(({ direct }) => pick(direct))),
    median(runs.map(({ proxied }) => pick(proxied))),
  ];
  const figures: ProxyFigure[] = [];
  const [tokens, tokensProxied] = of((run) => run.tokensPerSecond);
  if (load.paceMs > 0) {
    figures.push(
      added(
        `time of a chunk, p50: ${load.name}`,
        of((run) => quantile(run.delays, 0.5)),
        '0.2',
      ),
    );
    figures.push(
      added(
        `time of a chunk, p99: ${load.name}`,
        of((run) => quantile(run.delays, 0.99)),
        '1',
      ),
    );
  }
  const percent = `${((100 * tokensProxied) / tokens).toFixed(1)} %`;
  figures.push({
    name: `throughput: ${load.name}`,
    unit: 'tokens/s',
    direct: tokens,
    proxied: tokensProxied,
    compared: percent,
    target: '95 %',
  });
  figures.push(alone(`CPU for 1,000 tokens: ${load.name}`, 'ms', of((run) => run.cpuMsPerThousand)[1]));
  figures.push(alone(`memory: ${load.name}`, 'MiB', of((run) => run.residentMiB)[1]));
  return figures;
}

interface Run {
  readonly delays: readonly number[];
  readonly tokensPerSecond: number;
  readonly cpuMsPerThousand: number;
  readonly residentMiB: number;
}

/** @param pid The process whose cost is told. */
async function run({ streams, paceMs }: Load, url: string, ms: number, pid = process.pid): Promise<Run> {
  const readers = Array.from({ length: streams }, (_, i) => new TokenReader(url, paceMs, (i * paceMs) / streams));
  await pause(warmUpMs);
  for (const { delays } of readers) delays.length = 0;
  const before = usageOf(pid);
  const started = performance.now();
  await pause(ms);
  const seconds = (performance.now() - started) / 1000;
  const after = usageOf(pid);
  for (const reader of readers) reader.leave();
  const delays = readers.flatMap((reader) => reader.delays);
  return {
    delays,
    tokensPerSecond: delays.length / seconds,
    cpuMsPerThousand: ((after.cpuSeconds - before.cpuSeconds) * 1e6) / delays.length,
    residentMiB: after.residentBytes / 1024 / 1024,
  };
}

const requestsARound = 1000;

/** A small question and its answer, on a connection that is kept. */
async function measureRequests(server: ListeningChild, proxy: ListeningChild, rounds: number): Promise<ProxyFigure[]> {
  const direct: number[] = [];
  const proxied: number[] = [];
  const agents = [
    new Agent({ keepAlive: true, maxSockets: 1 }),
    new Agent({ keepAlive: true, maxSockets: 1 }),
  ] as const;
  for (let i = 0; i < rounds * requestsARound; i++) {
    direct.push(await timeOf(`${server.url}/v1/models`, agents[0]));
    proxied.push(await timeOf(`${proxy.url}/v1/models`, agents[1]));
  }
  for (const agent of agents) agent.destroy();
  return [0.5, 0.99].map((q) =>
    added(`time of a request, p${q * 100}`, [quantile(direct, q), quantile(proxied, q)], 'none'),
  );
}

function timeOf(url: string, agent: Agent): Promise<number> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    get(url, { agent }, (answer) => {
      answer.resume();
      answer.once('end', () => {
        resolve(performance.now() - started);
      });
    }).once('error', reject);
  });
}

function added(name: string, [direct, proxied]: readonly [number, number], target: string): ProxyFigure {
  return { name, unit: 'ms', direct, proxied, compared: `${(proxied - direct).toFixed(3)} ms more`, target };
}

function alone(name: string, unit: string, proxied: number): ProxyFigure {
  return { name, unit, direct: undefined, proxied, compared: '', target: 'none' };
}

function quantile(values: readonly number[], q: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}
