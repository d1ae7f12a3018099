import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { eventually, pause } from '../../build/vscode/eventually.mjs';
import type { Engine } from '../../src/engine/engine';
import type { AlertInfo, Notice } from '../../src/protocol/alerts';
import { LlamaServer, slowModel, slowModelAs } from '../support/llamaServer';
import { llamacpp } from '../support/llamaWatch';
import { ownEngine } from '../support/ownEngine';

/** So many threads for each core leave next to nothing for the first model, and spin while they wait for each other. */
const threadsPerCore = 8;
const other = 'second-model.gguf';
/** Until the baseline is known (10 s of samples that are older than 15 s), and a while in which nothing may happen. */
const aloneMs = 32_000;

const ruleFor = (model: string): string =>
  JSON.stringify({
    rules: [
      {
        id: 'model_slowed',
        name: 'A model is slowed down',
        severity: 'warning',
        conditions: {
          metric: 'model.tokens_per_second',
          labels: { model },
          operator: '<',
          window: '10s',
          aggregation: 'avg',
          baseline: { window: '2m', offset: '15s', aggregation: 'avg', factor: 0.6, least_samples: 20 },
          clear: { factor: 0.75 },
        },
        actions: [
          { type: 'notify.toast', message: '{{labels.model}} makes {{value}}; at least {{threshold}} is usual' },
          { type: 'suggest.diagnostic', target: 'model_optimization' },
        ],
      },
    ],
  });

/** A model slows down by itself as its text grows: to a fifth after 3,000 tokens. Short texts keep its speed. */
const shortText = 100;

/** Has a model write without a pause, several texts at a time. Returns what ends that. */
function keepWriting(server: LlamaServer, texts: number, tokens?: number): () => Promise<void> {
  const enough = new AbortController();
  const { signal } = enough;
  const writing = Promise.allSettled(
    Array.from({ length: texts }, async (_, i) => {
      while (!signal.aborted) await server.write(`hello world number ${i}`, signal, () => undefined, tokens);
    }),
  );
  return async () => {
    enough.abort();
    for (const outcome of await writing) if (outcome.status === 'rejected') throw outcome.reason;
  };
}

describe('a real model that a second one slows down', () => {
  const notices: Notice[] = [];
  const begun: AlertInfo[] = [];
  let dataDir: string;
  let model: string;
  let server: LlamaServer;
  let second: LlamaServer;
  let engine: Engine;
  let stopWriting: () => Promise<void>;
  let stopSecond: () => Promise<void> = () => Promise.resolve();
  let aloneSpeed = NaN;
  /** How often an alert was raised, and how often people were told, before the second model began. */
  let earlier = 0;
  let earlierNotices = 0;

  before(async () => {
    dataDir = await mkdtemp(path.join(os.tmpdir(), 'wirthforge-slowed-'));
    model = await slowModel();
    await writeFile(path.join(dataDir, 'alert-rules.json'), ruleFor(model));
    const flags = ['-c', '8192', '-np', '1', '-t', '1', '--metrics', '--slots'];
    server = await LlamaServer.start({ model, flags });
    const threads = String(os.availableParallelism() * threadsPerCore);
    const heavy = ['-c', '32768', '-np', '4', '-t', threads, '-tb', threads, '--metrics', '--slots'];
    second = await LlamaServer.start({ model: await slowModelAs(other), flags: heavy });
    engine = ownEngine(dataDir, {
      runtimeDiscovery: false,
      runtimes: [llamacpp('local', server.port), llamacpp('second', second.port)],
    });
    engine.alerts.watchers.add({
      noticed: (notice) => notices.push(notice),
      changed: ({ active }) => {
        // An alert that fires again is the same one, at another time.
        for (const alert of active) if (!begun.some(({ firedAt }) => firedAt === alert.firedAt)) begun.push(alert);
      },
    });
    await engine.start();
    stopWriting = keepWriting(server, 1, shortText);
  });

  after(async () => {
    const written = await Promise.allSettled([stopSecond(), stopWriting()]);
    await engine.stop();
    await Promise.all([server.stop(), second.stop()]);
    await rm(dataDir, { recursive: true, force: true });
    for (const outcome of written) if (outcome.status === 'rejected') throw outcome.reason;
  });

  /** The mean of what the engine measured of the first model between two times, tokens a second. */
  function speed(from: number, to: number): number {
    const { pipeline: reader } = engine;
    const values: number[] = [];
    for (const series of reader.series())
      if (series.metric === 'model.tokens_per_second' && series.labels['model'] === model)
        reader.scan(series, from, to, (_, value) => values.push(value));
    const known = values.filter((value) => !Number.isNaN(value));
    return known.reduce((sum, value) => sum + value, 0) / known.length;
  }

  it('raises nothing while it works alone', async () => {
    const from = Date.now();
    await pause(aloneMs);
    const now = Date.now();
    const slowest = Math.min(...Array.from({ length: 20 }, (_, i) => speed(now - (i + 10) * 1000, now - i * 1000)));
    // Whatever else this machine does may slow it down too, which is as true and as much to be told.
    if (slowest > 0.7 * speed(from, now)) assert.deepEqual([begun, notices], [[], []]);
    const rule = await eventually('it is quiet', () => {
      const [found] = engine.alerts.info().rules;
      return found?.state === 'quiet' && engine.alerts.info().active.length === 0 && found;
    });
    assert.deepEqual([rule.instances, rule.reason], [1, undefined]);
    aloneSpeed = speed(Date.now() - 20_000, Date.now());
    assert.ok(aloneSpeed > 1, `the model writes: ${aloneSpeed} tokens a second`);
    earlier = begun.length;
    earlierNotices = notices.length;
  });

  it('raises the alert soon after the second began, with figures, and names the second', async () => {
    stopSecond = keepWriting(second, 4, shortText);
    const notice = await eventually('a notice', () => notices[earlierNotices]);
    const alert = engine.alerts.info().active.find(({ rule }) => rule === 'model_slowed');
    assert.ok(alert, 'the alert is active');
    assert.deepEqual([alert.state, alert.labels], ['firing', { runtime: 'local', model }]);
    assert.deepEqual(notice.alerts, [alert.id]);
    const { value, threshold } = alert;
    assert.ok(value !== null && threshold !== null && value < threshold, `${value} is less than ${threshold}`);
    assert.ok(threshold < aloneSpeed, `${threshold} is a part of the ${aloneSpeed} that it made alone`);
    assert.match(
      notice.message,
      /^slow-random-llama\.gguf makes \d+(\.\d+)? tok\/s; at least \d+(\.\d+)? tok\/s is usual$/,
    );
    const [advice] = notice.advice;
    assert.match(
      advice?.message ?? '',
      /Other models that generate at the same time: second-model\.gguf \d[\d.,]* tok\/s\./,
    );
  });

  it('resolves by itself after the second ended', async () => {
    assert.equal(engine.alerts.info().recent.length, earlier);
    const endedAt = Date.now();
    await stopSecond();
    const { recent } = await eventually('it is over', () => {
      const info = engine.alerts.info();
      return info.recent.length > earlier && info;
    });
    const over = recent.find(({ resolvedAt }) => resolvedAt !== undefined && resolvedAt > endedAt);
    assert.ok(over?.resolvedAt !== undefined);
    assert.equal(over.reason, undefined, 'because its condition holds no more');
    // Not because the baseline forgot what is usual.
    assert.ok(speed(over.resolvedAt - 5000, over.resolvedAt) > aloneSpeed / 3);
    assert.deepEqual([begun.length, notices.length], [earlier + 1, earlierNotices + 1]);
  });
});
