import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { EngineClient } from '../../../src/host/engineClient';
import { HostLog } from '../../../src/host/log';
import { Observable } from '../../../src/host/observable';
import { StatusBar } from '../../../src/host/statusBar';
import type { Quality, SeriesInfo } from '../../../src/protocol/metric';
import type { Config } from '../../../src/protocol/settings';
import type { EngineStatus, ModelStatus, RuntimeStatus } from '../../../src/protocol/status';
import { FakeThreads, configWith, statusWith } from '../../support/fakeEngine';
import { fake, type FakeStatusBarItem } from '../../support/fakeVscode';

const runtimeWith = (...models: ModelStatus[]): RuntimeStatus => ({
  name: 'local',
  kind: 'llamacpp',
  url: 'http://127.0.0.1:8080',
  models,
  notes: [],
});

const cells = (...texts: string[]): string => `| ${texts.join('\u00a0\u00a0 | ')} |`;

describe('StatusBar', () => {
  let threads: FakeThreads;
  let config: Observable<Config>;
  let bar: StatusBar;
  let engine: EngineClient;
  let stream: number;

  const cpu = (): FakeStatusBarItem => fake.items.get('wirthforge.cpu')!;
  const tokens = (): FakeStatusBarItem => fake.items.get('wirthforge.tokens')!;
  const tell = (changes: Partial<EngineStatus> = {}): void => {
    threads.newest.says({ type: 'status', status: statusWith(changes) });
  };

  const start = (items: Config['statusBar.items'] = ['cpu', 'tokens']): void => {
    fake.reset();
    threads = new FakeThreads();
    config = new Observable(configWith({ 'statusBar.items': items }));
    const log = new HostLog();
    engine = new EngineClient({ spawn: threads.spawn, dataDir: '/data', version: '1', config, log });
    bar = new StatusBar(engine, config);
    engine.start();
    stream = threads.newest.toldOf('open')[0]?.stream ?? -1;
  };

  const name = (id: number, metric: string, quality: Quality = 'measured', more: Partial<SeriesInfo> = {}): void => {
    const info: SeriesInfo = { id, metric, labels: {}, unit: 'percent', quality, ...more };
    threads.newest.says({ type: 'series', stream, series: [info] });
  };

  const sample = (values: Readonly<Record<number, number>>, timestamp = Date.now()): void => {
    const rows = {
      group: 1,
      timestamps: Float64Array.of(timestamp),
      series: Int32Array.from(Object.keys(values), Number),
      values: Float64Array.from(Object.values(values)),
    };
    threads.newest.says({ type: 'rows', stream, rows: [rows] });
  };

  const nameRate = (id: number, model: string, quality: Quality = 'measured', reason?: string): void => {
    const labels = { runtime: 'local', model };
    name(id, 'model.tokens_per_second', quality, { labels, ...(reason === undefined ? {} : { reason }) });
  };

  /** Lets the calm time pass after which a tooltip takes new figures. */
  const rest = (): void => {
    mock.timers.tick(5000);
  };

  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
    start();
  });

  afterEach(() => {
    mock.timers.reset();
  });

  it('shows no figure before there is one', () => {
    assert.equal(cpu().text, 'CPU –');
    assert.equal(cpu().visible, true);
    assert.equal(tokens().visible, false);
  });

  it('reads once a second and nothing that it does not show', () => {
    const { request } = threads.newest.toldOf('open')[0]!;
    assert.equal(request.maxHz, 1);
    assert.equal(request.historyMs, 0);
    assert.ok(request.metrics.every((metric) => !metric.includes('*')));
  });

  it('shows the CPU, and opens the dashboard', () => {
    tell();
    name(1, 'system.cpu_percent');
    sample({ 1: 23.4 });
    assert.equal(cpu().text, 'CPU 23%');
    assert.equal(cpu().command, 'wirthforge.openDashboard');
    assert.match(cpu().accessibilityInformation.label, /^CPU 23 percent/);
  });

  it('writes nothing while the rounded figures stay the same', () => {
    tell();
    name(1, 'system.cpu_percent');
    sample({ 1: 23.4 });
    rest();
    const { writes } = cpu();
    const before = writes.length;
    sample({ 1: 22.6 });
    assert.equal(writes.length, before);
    sample({ 1: 24 });
    assert.deepEqual(writes.slice(before), ['text CPU 24%', 'tooltip']);
  });

  it('changes figures in the tooltip every 5 s at most, and then to the newest', () => {
    tell();
    name(1, 'system.cpu_percent');
    sample({ 1: 10 });
    rest();
    sample({ 1: 20 });
    const { writes } = cpu();
    const before = writes.length;
    for (const value of [30, 40, 50]) sample({ 1: value });
    assert.deepEqual(writes.slice(before), ['text CPU 30%', 'text CPU 40%', 'text CPU 50%']);
    rest();
    assert.deepEqual(writes.slice(before + 3), ['tooltip']);
    assert.ok(cpu().tooltip.value.includes('50% of 8 cores'));
    tell({ paused: true });
    assert.ok(cpu().tooltip.value.includes('paused'), 'another subject does not wait');
  });

  it('keeps the last value through a sample without one, but not for long', () => {
    tell();
    name(1, 'system.cpu_percent');
    sample({ 1: 50 });
    sample({ 1: NaN });
    assert.equal(cpu().text, 'CPU 50%');
    sample({ 1: 50 }, Date.now() - 60_000);
    assert.equal(cpu().text, 'CPU –');
  });

  it('lists the machine, the monitor and what is degraded, with outside text escaped', () => {
    tell({
      machine: { ...statusWith().machine, gpus: ['RTX | <b>4090</b>'] },
      components: [{ id: 'gpu', state: 'degraded', reason: 'no [driver](command:x)' }],
    });
    name(1, 'system.memory_used_bytes');
    name(2, 'system.load_1m', 'unavailable', { reason: 'Windows has none' });
    name(3, 'monitor.cpu_percent');
    name(4, 'monitor.memory_bytes', 'estimated');
    sample({ 1: 4 * 1024 ** 3, 3: 0.84, 4: 41 * 1024 ** 2 });
    rest();
    const { value, isTrusted } = cpu().tooltip;
    assert.equal(isTrusted, false);
    assert.ok(value.includes('| Memory | 4.00 GiB of 16.0 GiB |'), value);
    assert.ok(value.includes('| Load,\u00a01\u00a0min | n/a (Windows has none) |'), value);
    assert.ok(value.includes('| Tokens | no local model |'), value);
    assert.ok(value.includes('| GPU | RTX \\| \\<b\\>4090\\<\\/b\\> |'), value);
    assert.ok(value.includes('| This\u00a0monitor | 0.8% of one core, ≈\u00a041 MiB |'), value);
    assert.ok(value.includes('- $(warning) gpu: no \\[driver\\]\\(command\\:x\\)'), value);
  });

  it('tells what GPUs do, one reason for one that cannot be read', () => {
    tell();
    name(1, 'system.gpu_percent', 'measured', { labels: { gpu: '0' } });
    name(2, 'system.gpu_memory_used_bytes', 'measured', { labels: { gpu: '0' } });
    sample({ 1: 43.4, 2: 6 * 1024 ** 3 });
    rest();
    assert.ok(cpu().tooltip.value.includes('| GPU\u00a0in\u00a0use | 43%, 6.00 GiB |'), cpu().tooltip.value);
    const reason = 'asleep; it is not woken';
    for (const [id, metric] of [
      [3, 'system.gpu_percent'],
      [4, 'system.gpu_memory_used_bytes'],
    ] as const)
      name(id, metric, 'unavailable', { labels: { gpu: '1' }, reason });
    rest();
    assert.ok(cpu().tooltip.value.includes('| GPU\u00a00\u00a0in\u00a0use | 43%, 6.00 GiB |'), cpu().tooltip.value);
    assert.ok(
      cpu().tooltip.value.includes('| GPU\u00a01\u00a0in\u00a0use | n/a (asleep\\; it is not woken) |'),
      cpu().tooltip.value,
    );
  });

  it('tells the power with where it comes from, the total before its parts', () => {
    tell();
    assert.ok(!cpu().tooltip.value.includes('| Power |'), 'nothing where nothing is known of power');
    const origin = { method: 'energy counter', scope: 'CPU package', source: 'RAPL package-0' } as const;
    name(1, 'system.power_watts', 'measured', { labels: { domain: 'package' }, unit: 'watts', origin });
    sample({ 1: 21.4 });
    rest();
    assert.ok(cpu().tooltip.value.includes('| Power | 21 W, measured (CPU package; RAPL package\\-0) |'));
    name(2, 'system.power_watts', 'estimated', {
      labels: { domain: 'total' },
      unit: 'watts',
      origin: { method: 'estimate', scope: 'CPU', source: 'rated power' },
    });
    sample({ 1: 21.4, 2: 8.24 });
    rest();
    assert.ok(
      cpu().tooltip.value.includes('| Power | ≈\u00a08.2 W, estimated (CPU; rated power) |'),
      cpu().tooltip.value,
    );
  });

  it('says why there is no power, never 0', () => {
    tell();
    const reason = 'This machine has no energy counter.';
    name(1, 'system.power_watts', 'unavailable', { labels: { domain: 'total' }, unit: 'watts', reason });
    rest();
    assert.ok(
      cpu().tooltip.value.includes('| Power | n/a (This machine has no energy counter\\.) |'),
      cpu().tooltip.value,
    );
  });

  it('adds the time to the first token and the energy of a token once a model has them', () => {
    tell({ runtimes: [runtimeWith({ name: 'a', state: 'idle' }, { name: 'b', state: 'idle' })] });
    nameRate(1, 'a');
    nameRate(2, 'b');
    sample({ 1: 0, 2: 0 });
    rest();
    assert.ok(
      tokens().tooltip.value.includes(`${cells('Model', 'Runtime', 'State', 'Tokens')}\n`),
      tokens().tooltip.value,
    );
    const labels = { runtime: 'local', model: 'a' };
    name(3, 'model.ttft_ms', 'measured', { labels, unit: 'milliseconds' });
    name(4, 'model.joules_per_token', 'estimated', { labels, unit: 'joules_per_token' });
    sample({ 3: 1240 }, Date.now() - 60_000);
    sample({ 1: 0, 2: 0, 4: 0.523 });
    rest();
    const { value } = tokens().tooltip;
    assert.ok(value.includes(`${cells('Model', 'Runtime', 'State', 'Tokens', 'Last TTFT', 'Energy')}\n`), value);
    assert.ok(value.includes(cells('a', 'local', 'idle', '0 tok/s', '1.2 s', '≈\u00a00.52 J/tok')), value);
    assert.ok(value.includes(cells('b', 'local', 'idle', '0 tok/s', '–', '–')), value);
  });

  it('adds up the tokens of all models', () => {
    tell({ runtimes: [runtimeWith({ name: 'a', state: 'generating' }, { name: 'b', state: 'generating' })] });
    nameRate(1, 'a');
    nameRate(2, 'b');
    sample({ 1: 40.2, 2: 18 });
    assert.equal(tokens().text, '58 tok/s');
    assert.match(tokens().accessibilityInformation.label, /^58 tokens per second/);
  });

  it('marks a sum with an estimated part, and shows a decimal where it matters', () => {
    tell({ runtimes: [runtimeWith({ name: 'a', state: 'generating' })] });
    nameRate(1, 'a', 'estimated', 'counted from chunks');
    sample({ 1: 4.24 });
    assert.equal(tokens().text, '≈\u00a04.2 tok/s');
    assert.ok(tokens().tooltip.value.includes('counted from chunks'));
  });

  it('is idle when no model generates', () => {
    tell({ runtimes: [runtimeWith({ name: 'a', state: 'idle' })] });
    nameRate(1, 'a');
    sample({ 1: 0 });
    assert.equal(tokens().text, 'idle');
  });

  it('shows a count of models where nobody counts tokens, and says why', () => {
    tell({ runtimes: [runtimeWith({ name: 'a', state: 'idle' })] });
    nameRate(1, 'a', 'unavailable', 'start it with --metrics');
    assert.equal(tokens().text, '1 model');
    assert.ok(tokens().tooltip.value.includes('start it with \\-\\-metrics'));
    tell({ runtimes: [runtimeWith({ name: 'b', state: 'generating' }, { name: 'c', state: 'generating' })] });
    assert.equal(tokens().text, '2 models', 'at work, but not counted: never 0');
  });

  it('shows 0 while a counted model works on its prompt', () => {
    tell({ runtimes: [runtimeWith({ name: 'a', state: 'generating' })] });
    nameRate(1, 'a');
    sample({ 1: 0 });
    assert.equal(tokens().text, '0 tok/s');
  });

  it('leaves with its last model', () => {
    tell({ runtimes: [runtimeWith({ name: 'a', state: 'idle' })] });
    assert.equal(tokens().visible, true);
    tell();
    assert.equal(tokens().visible, false);
  });

  it('says paused once, in the first item', () => {
    tell({ paused: true, runtimes: [runtimeWith({ name: 'a', state: 'idle' })] });
    assert.equal(cpu().text, '$(debug-pause) paused');
    assert.equal(tokens().visible, false);
    tell();
    assert.equal(cpu().text, 'CPU –');
  });

  it('says that the engine failed, and why', () => {
    threads.newest.crashes('bad day');
    assert.equal(cpu().text, '$(warning) monitor');
    assert.ok(cpu().tooltip.value.includes('bad day'));
    engine.dispose();
  });

  it('says that it is switched off', () => {
    config.set(configWith({ enabled: false }));
    assert.equal(cpu().text, '$(circle-slash) off');
  });

  it('shows what the setting names, and reads nothing when it names nothing', () => {
    config.set(configWith({ 'statusBar.items': ['tokens'] }));
    tell({ paused: true });
    assert.equal(cpu().visible, false);
    assert.equal(tokens().text, '$(debug-pause) paused');
    assert.deepEqual(threads.newest.toldOf('open')[1]!.request.metrics, [
      'model.tokens_per_second',
      'model.ttft_ms',
      'model.joules_per_token',
    ]);
    config.set(configWith({ 'statusBar.items': [] }));
    assert.equal(tokens().visible, false);
    assert.equal(threads.newest.toldOf('close').length, 2);
  });

  it('closes its stream and removes its items', () => {
    tell();
    bar.dispose();
    const { length } = cpu().writes;
    rest();
    assert.equal(cpu().writes.length, length, 'no tooltip is written late');
    assert.equal(threads.newest.toldOf('close').length, 1);
    assert.ok(!fake.alive.has(cpu()) && !fake.alive.has(tokens()));
  });
});
