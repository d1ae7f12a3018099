import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parse } from 'jsonc-parser';
import type { AlertWatcher } from '../../src/engine/alertRoom';
import { ownEngine } from '../support/ownEngine';
import { sleep } from './benchEngine';
import { measuredBy } from './subject';

/** CPU of an engine with alerts and without in % of a core, a figure for each round, and the one minus the other. */
export interface AlertShares {
  readonly withAlerts: readonly number[];
  readonly without: readonly number[];
  readonly differences: readonly number[];
}

const otherRules = 100;
const frameMs = 100;
/** Until the first samples are there and all rules have found theirs. */
const settleMs = 3000;
/** What takes longer is taken for lost. */
const lostMs = 10_000;

/**
 * Milliseconds from a frame with a value beyond a threshold to the notice about it, one for each transition, in an
 * engine with its default collectors, the default rules and 100 others.
 */
export async function alertLatencies(transitions: number): Promise<number[]> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'wirthforge-latency-'));
  writeFileSync(path.join(dataDir, 'alert-rules.json'), await ruleText());
  const engine = ownEngine(dataDir);
  const { pipeline } = engine;
  await engine.start();
  let frames: NodeJS.Timeout | undefined;
  try {
    const group = pipeline.group('bench', 1000 / frameMs);
    group.setLayout(
      // One for each transition: an alert that is back soon after its end is no news, however soon it is seen.
      Array.from({ length: transitions }, (_, i) => pipeline.series('agent.queue_depth', { agent: `bench-${i}` })),
    );
    let over: number | undefined;
    let began = NaN;
    const frame = (): void => {
      // Never in step with what else the engine does.
      frames = setTimeout(frame, frameMs * (0.8 + 0.4 * Math.random()));
      group.values.fill(0);
      if (over !== undefined) {
        group.values[over] = 100;
        if (Number.isNaN(began)) began = performance.now();
      }
      pipeline.commit(group, Date.now());
    };
    frame();
    await sleep(settleMs);
    const latencies: number[] = [];
    for (let i = 0; i < transitions; i++) {
      const agent = `bench-${i}`;
      const told = new Promise<number>((resolve, reject) => {
        const lost = setTimeout(() => {
          reject(new Error(`There was no notice about ${agent} within ${lostMs / 1000} s.`));
        }, lostMs);
        const watcher: AlertWatcher = {
          noticed: ({ message }) => {
            if (message !== `${agent} has a queue`) return;
            engine.alerts.watchers.delete(watcher);
            clearTimeout(lost);
            resolve(performance.now());
          },
        };
        engine.alerts.watchers.add(watcher);
      });
      began = NaN;
      over = i;
      latencies.push((await told) - began);
      over = undefined;
      // So that the allowed rate of notices is not reached.
      await sleep(frameMs);
    }
    return latencies;
  } finally {
    clearInterval(frames);
    await engine.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** What the default rules cost an engine in a process of its own, in turns of so many seconds with and without them. */
export async function alertShares(dataDir: string, rounds: number, seconds: number): Promise<AlertShares> {
  const shares = await measuredBy<Omit<AlertShares, 'differences'>>('alertShare', [dataDir, rounds, seconds]);
  return { ...shares, differences: shares.withAlerts.map((cpu, round) => cpu - shares.without[round]!) };
}

/** The rule that is measured, the default ones, and others that look at what this machine delivers and never hold. */
async function ruleText(): Promise<string> {
  const defaults = parse(await readFile(path.resolve('media', 'alert-rules.default.json'), 'utf8')) as {
    readonly rules: readonly object[];
  };
  const measured = {
    id: 'bench_queue',
    name: 'Queue',
    // Without a category, and with another agent each, no alert belongs to the incident of the one before.
    category: '',
    conditions: { metric: 'agent.queue_depth', operator: '>', value: 50, window: '1s', aggregation: 'max' },
    debounce: { cooldown_ms: 0 },
    actions: [{ type: 'notify.toast', message: '{{labels.agent}} has a queue' }],
  };
  const metrics = ['cpu_percent', 'cpu_core_percent', 'memory_percent', 'filesystem_percent', 'load_1m'];
  const windows = ['1s', '10s', '1m', '5m', '1h'];
  const aggregations = ['avg', 'max', 'p95', 'last'];
  const others = Array.from({ length: otherRules }, (_, i) => ({
    id: `bench_${i}`,
    name: `Rule ${i}`,
    conditions: {
      metric: `system.${metrics[i % metrics.length]}`,
      operator: '>',
      value: 1e9 + i,
      window: windows[Math.floor(i / metrics.length) % windows.length],
      aggregation: aggregations[i % aggregations.length],
    },
    actions: [{ type: 'notify.toast' }],
  }));
  return JSON.stringify({ rules: [measured, ...defaults.rules, ...others] });
}
