import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { MetricId } from '../../../src/protocol/catalogue';
import type { Labels, Quality, SeriesInfo, Unit } from '../../../src/protocol/metric';
import { storeOptions } from '../../../webview/dashboard/chartSpecs';
import { conditionOf } from '../../../webview/shared/condition';
import { flowLines, modelLines } from '../../../webview/dashboard/lines';
import { modelColumns, modelRows } from '../../../webview/dashboard/modelRows';
import { processRows } from '../../../webview/dashboard/processRows';
import { textOf } from '../../../webview/shared/reading';
import { SeriesStore } from '../../../webview/shared/seriesStore';
import type { Cell } from '../../../webview/shared/table';
import { statusWith } from '../../support/fakeEngine';

type Known = readonly [metric: MetricId, labels: Labels, unit: Unit, value: number, quality?: Quality, reason?: string];

const storeWith = (...all: readonly Known[]): SeriesStore => {
  const store = new SeriesStore(storeOptions);
  store.define(
    all.map(([metric, labels, unit, , quality = 'measured', reason], id): SeriesInfo =>
      reason === undefined ? { id, metric, labels, unit, quality } : { id, metric, labels, unit, quality, reason },
    ),
  );
  store.append([
    {
      group: 0,
      timestamps: Float64Array.of(1000),
      series: Int32Array.from(all.keys()),
      values: Float64Array.from(all, ([, , , value]) => value),
    },
  ]);
  return store;
};

const textsOf = (cells: readonly Cell[]): string[] =>
  cells.map((cell) => (typeof cell === 'string' ? cell : textOf(cell)));

describe('modelRows', () => {
  const labels = { runtime: 'local', model: 'qwen' };
  const status = statusWith({
    runtimes: [
      {
        name: 'local',
        kind: 'llamacpp',
        url: 'http://127.0.0.1:8080',
        models: [{ name: 'qwen', state: 'generating', memoryBytes: 3 * 1024 ** 3, gpuShare: 0.5 }],
        notes: [],
      },
      { name: 'empty', kind: 'ollama', url: 'http://127.0.0.1:11434', models: [], notes: [] },
    ],
  });

  it('joins what is said of a model with its series', () => {
    const store = storeWith(
      ['model.tokens_per_second', labels, 'tokens_per_second', 58.31],
      ['model.requests_queued', labels, 'requests', 2],
      ['model.requests_active', { ...labels, model: 'other' }, 'requests', 999],
    );
    const rows = modelRows(status, store);
    assert.deepEqual(textsOf(rows[0]!.cells), [
      'qwen',
      'local',
      'generating',
      '58.3',
      '–',
      '–',
      '–',
      '–',
      '–',
      '– / 2',
      '3.00\u00a0GiB',
    ]);
    assert.equal((rows[0]!.cells[10] as { hint?: string }).hint, '50% of it on a GPU.');
    for (const row of rows) assert.equal(row.cells.length, modelColumns.length);
  });

  it('says n/a with the reason where a figure cannot be had, never 0', () => {
    const store = storeWith([
      'model.tokens_per_second',
      labels,
      'tokens_per_second',
      NaN,
      'unavailable',
      'Start it with --metrics.',
    ]);
    const cell = modelRows(status, store)[0]!.cells[3] as Exclude<Cell, string>;
    assert.equal(textOf(cell), 'n/a');
    assert.equal(cell.hint, 'Start it with --metrics.');
  });

  it('marks an estimate', () => {
    const store = storeWith([
      'model.tokens_per_second',
      labels,
      'tokens_per_second',
      12,
      'estimated',
      'Counted by the proxy.',
    ]);
    const cell = modelRows(status, store)[0]!.cells[3] as Exclude<Cell, string>;
    assert.equal(textOf(cell), '≈\u00a012.0');
    assert.equal(cell.hint, 'Estimated. Counted by the proxy.');
  });

  it('has a row for a runtime without a model', () => {
    assert.equal(modelRows(status, storeWith())[1]!.cells[0], 'No model loaded');
  });
});

describe('processRows', () => {
  it('shows the newest reading in the chosen order', () => {
    const store = storeWith(
      ['system.process_cpu_percent', { process: 'node (12)' }, 'percent', 40],
      ['system.process_memory_bytes', { process: 'node (12)' }, 'bytes', 1024],
      ['system.process_cpu_percent', { process: 'a (b) (7)' }, 'percent', 3],
      ['system.process_memory_bytes', { process: 'a (b) (7)' }, 'bytes', 2048],
    );
    assert.deepEqual(textsOf(processRows(store, 'cpu').flatMap(({ cells }) => cells.slice(0, 2))), [
      'node',
      '12',
      'a (b)',
      '7',
    ]);
    assert.equal(processRows(store, 'memory')[0]!.cells[0], 'a (b)');
    store.append([
      { group: 0, timestamps: Float64Array.of(6000), series: Int32Array.of(2, 3), values: Float64Array.of(5, 4096) },
    ]);
    assert.deepEqual(
      processRows(store, 'cpu').map(({ cells }) => cells[0]),
      ['a (b)'],
    );
  });
});

describe('flowLines', () => {
  const linesOf = (...devices: readonly string[]) => {
    const store = storeWith(
      ...devices.map((device): Known => ['system.disk_read_bytes_per_second', { device }, 'bytes_per_second', 10]),
      ...devices.map((device): Known => ['system.disk_write_bytes_per_second', { device }, 'bytes_per_second', 1]),
    );
    return flowLines(store, 'device', [
      {
        metric: 'system.disk_read_bytes_per_second',
        name: 'Read',
        nameOf: (device) => `${device} read`,
        colours: ['blue', 'green'],
      },
      {
        metric: 'system.disk_write_bytes_per_second',
        name: 'Write',
        nameOf: (device) => `${device} write`,
        colours: ['orange', 'red'],
      },
    ]);
  };

  it('shows each device while they are few, and the sums when they are many', () => {
    assert.deepEqual(
      linesOf('sda').map(({ name }) => name),
      ['Read', 'Write'],
    );
    assert.deepEqual(
      linesOf('sda', 'sdb').map(({ name }) => name),
      ['sda read', 'sdb read', 'sda write', 'sdb write'],
    );
    const sums = linesOf('sda', 'sdb', 'sdc');
    assert.deepEqual(
      sums.map(({ name, trace }) => [name, trace.valueNear(1000)]),
      [
        ['Read', 30],
        ['Write', 3],
      ],
    );
  });

  it('shows nothing where there is no device', () => {
    assert.deepEqual(linesOf(), []);
  });
});

describe('modelLines', () => {
  it('names the runtime only where there are several', () => {
    const one: Known = ['model.tokens_per_second', { runtime: 'a', model: 'm' }, 'tokens_per_second', 1];
    const other: Known = ['model.tokens_per_second', { runtime: 'b', model: 'm' }, 'tokens_per_second', 1];
    assert.deepEqual(
      modelLines(storeWith(one), 'model.tokens_per_second').map(({ name }) => name),
      ['m'],
    );
    assert.deepEqual(
      modelLines(storeWith(one, other), 'model.tokens_per_second').map(({ name }) => name),
      ['m (a)', 'm (b)'],
    );
  });
});

describe('conditionOf', () => {
  it('tells the most important first', () => {
    const degraded = statusWith({ components: [{ id: 'disk', state: 'degraded', reason: 'No access.' }] });
    assert.equal(conditionOf(undefined, false, 0).kind, 'connecting');
    assert.equal(conditionOf(statusWith(), false, 1).kind, 'live');
    assert.match(conditionOf(degraded, false, 1).detail!, /disk: No access\./);
    assert.equal(conditionOf(degraded, true, 1).kind, 'silent');
    assert.equal(conditionOf({ ...degraded, paused: true }, true, 1).kind, 'paused');
  });

  it('tells a store that does not record from figures that are missing', () => {
    const reason = 'Another window records.';
    const store = { id: 'store', state: 'degraded', reason } as const;
    const disk = { id: 'disk', state: 'degraded', reason: 'No access.' } as const;
    const alone = conditionOf(statusWith({ components: [store, { id: 'disk', state: 'running' }] }), false, 1);
    assert.deepEqual(alone, { kind: 'unrecorded', label: 'Not recording here', detail: reason });
    const both = conditionOf(statusWith({ components: [store, disk] }), false, 1);
    assert.equal(both.kind, 'degraded');
    assert.match(both.detail!, /store: Another window records\.\ndisk: No access\./);
  });
});
