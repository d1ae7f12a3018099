import * as v from 'valibot';
import { findDataDir } from './dataDir';
import { ask, findEndpoints, readToken, type FoundEndpoints } from './runningMonitor';
import { table } from './table';
import { dataDirOption, type OptionValues, type Surroundings, type Verb } from './verb';

export const status: Verb = {
  meaning: 'Tells whether a monitor runs, where, and how its parts are.',
  options: {
    json: { type: 'boolean', meaning: 'Print JSON' },
    'data-dir': dataDirOption,
  },
  run,
};

const health = v.object({
  status: v.string(),
  timestamp: v.number(),
  components: v.record(v.string(), v.object({ state: v.string(), reason: v.optional(v.string()) })),
  backup: v.object({ ready: v.boolean(), reason: v.optional(v.string()) }),
  metrics: v.object({
    frameTime: v.number(),
    memoryUsage: v.number(),
    activeConnections: v.number(),
    alertsPerMinute: v.number(),
  }),
});

const stats = v.object({
  series: v.object({ total: v.number() }),
  samples: v.number(),
  ring: v.object({ reachMs: v.number() }),
});

interface Report {
  readonly http: string;
  readonly pid: number;
  readonly startedAt: number;
  readonly dataDir: string;
  readonly health: v.InferOutput<typeof health>;
  readonly stats: v.InferOutput<typeof stats>;
}

async function run(values: OptionValues, surroundings: Surroundings): Promise<void> {
  const named = values['data-dir'];
  const { path: dataDir, why } = await findDataDir(typeof named === 'string' ? named : undefined, surroundings);
  surroundings.err(`Data folder: ${dataDir} (${why})`);
  const report = await gather(await findEndpoints(dataDir), dataDir);
  surroundings.out(values['json'] === true ? JSON.stringify(report) : readable(report));
}

/** The token is sent only after something that speaks like a monitor has answered without it. */
async function gather(endpoints: FoundEndpoints, dataDir: string): Promise<Report> {
  await ask(endpoints, '/health', health);
  const token = await readToken(dataDir);
  return {
    ...endpoints,
    dataDir,
    health: await ask(endpoints, '/health', health, token),
    stats: await ask(endpoints, '/api/metrics/stats', stats, token),
  };
}

function readable({ http, pid, startedAt, health: now, stats: held }: Report): string {
  const { frameTime, memoryUsage, activeConnections } = now.metrics;
  const summary = table([
    ['status', now.status],
    ['address', http],
    ['process', `${pid}, for ${duration(now.timestamp - startedAt)}`],
    ['frame time', `${frameTime.toFixed(3)} ms`],
    ['memory', `${(memoryUsage / 1024 / 1024).toFixed(1)} MiB`],
    ['connections', String(activeConnections)],
    ['series', `${held.series.total}, ${held.samples} samples so far`],
    ['backup', now.backup.reason ?? 'would disturb nobody now'],
    ['in memory', `the last ${duration(held.ring.reachMs)}`],
  ]);
  const parts = Object.entries(now.components).map(([id, { state, reason }]) => [id, state, reason ?? ''] as const);
  return `${summary}\n\n${table([['part', 'state', 'reason'], ...parts])}`;
}

function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
