import * as v from 'valibot';
import { Failure } from '../failure';
import { ask, findEndpoints, readToken } from '../runningMonitor';
import { table } from '../table';
import { dataDirOption, type Verb } from '../verb';
import { dataDirOf } from './jobs';

const mebibyte = 1024 * 1024;
/** What the monitor may take before it is told to take less, bytes. */
const budgetBytes = 150 * mebibyte;

const health = v.object({ metrics: v.object({ memoryUsage: v.number() }) });
const stats = v.object({
  series: v.object({ total: v.number() }),
  ring: v.object({ bytes: v.number(), reachMs: v.number() }),
  dropped: v.record(v.string(), v.number()),
});
const realtime = v.object({
  series: v.array(v.object({ metric: v.string(), value: v.nullable(v.number()) })),
});

export const memoryCheck: Verb = {
  meaning: 'Compares the memory of the running monitor with its budget of 150 MiB.',
  options: { json: { type: 'boolean', meaning: 'Print JSON' }, 'data-dir': dataDirOption },
  run: async (values, surroundings) => {
    const dataDir = await dataDirOf(values, surroundings);
    const endpoints = await findEndpoints(dataDir);
    // Something that speaks like a monitor answers before the token is sent.
    const { metrics } = await ask(endpoints, '/health', health);
    const token = await readToken(dataDir);
    const held = await ask(endpoints, '/api/metrics/stats', stats, token);
    const { series } = await ask(endpoints, '/api/metrics/realtime?metric=monitor.event_queue_depth', realtime, token);
    const queue = series[0]?.value ?? undefined;
    const report = {
      memoryBytes: metrics.memoryUsage,
      budgetBytes,
      ringBytes: held.ring.bytes,
      ringReachMs: held.ring.reachMs,
      series: held.series.total,
      eventQueueDepth: queue ?? null,
      dropped: held.dropped,
    };
    if (values['json'] === true) surroundings.out(JSON.stringify(report));
    else
      surroundings.out(
        table([
          ['memory', `${mib(report.memoryBytes)} of ${mib(budgetBytes)}`],
          ['newest samples', `${mib(report.ringBytes)}, ${held.series.total} series`],
          ['events waiting', queue === undefined ? 'n/a: nothing is recorded' : String(queue)],
        ]),
      );
    if (report.memoryBytes > budgetBytes)
      throw new Failure(
        `The monitor takes ${mib(report.memoryBytes)}, more than its budget of ${mib(budgetBytes)}. Lower the setting memory.ringMegabytes, or close dashboards; if it goes on growing, restart the monitor and report it.`,
      );
  },
};

function mib(bytes: number): string {
  return `${(bytes / mebibyte).toFixed(1)} MiB`;
}
