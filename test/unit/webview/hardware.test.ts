import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { MetricId } from '../../../src/protocol/catalogue';
import { catalogue } from '../../../src/protocol/catalogue';
import type { Labels, Origin, SeriesInfo } from '../../../src/protocol/metric';
import { storeOptions } from '../../../webview/dashboard/chartSpecs';
import { gpuChart, hasGpu } from '../../../webview/dashboard/gpuChart';
import { gpuFacts } from '../../../webview/dashboard/gpuFacts';
import { gpuName } from '../../../webview/shared/gpuName';
import { noPowerReason, powerChart } from '../../../webview/dashboard/powerChart';
import { powerFacts } from '../../../webview/dashboard/powerDomains';
import { energyTotal, joined } from '../../../webview/shared/format';
import { textOf } from '../../../webview/shared/reading';
import { SeriesStore } from '../../../webview/shared/seriesStore';

type Fed = readonly [metric: MetricId, labels: Labels, value: number, more?: Partial<SeriesInfo>];

const storeWith = (...all: readonly Fed[]): SeriesStore => {
  const store = new SeriesStore(storeOptions);
  store.define(
    all.map(([metric, labels, , more], id) => ({
      id,
      metric,
      labels,
      unit: catalogue[metric].unit,
      quality: 'measured',
      ...more,
    })),
  );
  store.append([
    {
      group: 0,
      timestamps: Float64Array.of(1000),
      series: Int32Array.from(all.keys()),
      values: Float64Array.from(all, ([, , value]) => value),
    },
  ]);
  return store;
};
/** What was sampled lies in the first and not in the second. */
const [shown, later] = [
  { from: 0, to: 1000 },
  { from: 1001, to: 2000 },
];
const first = { gpu: '0' };
const second = { gpu: '1' };
const gone = (reason: string): Partial<SeriesInfo> => ({ quality: 'unavailable', reason });

describe('GPUs', () => {
  it('are named after their numbers, or as they are called', () => {
    assert.deepEqual(['0', 'gpu3', 'GPU 1', 'NVIDIA L4', 'card0'].map(gpuName), [
      'GPU 0',
      'GPU 3',
      'GPU 1',
      'NVIDIA L4',
      'card0',
    ]);
  });

  it('tell memory, temperature and whether they are slowed down', () => {
    const store = storeWith(
      ['system.gpu_percent', first, 90],
      ['system.gpu_memory_used_bytes', first, 6 * 1024 ** 3],
      ['system.gpu_temperature_celsius', first, 66.4],
      ['system.gpu_throttled', first, 1],
    );
    assert.deepEqual(gpuFacts(store), [
      { key: '0', name: 'GPU 0', figure: '6.00\u00a0GiB', text: 'memory · 66\u00a0°C · slowed down by heat or power' },
    ]);
  });

  it('are asleep or n/a with the reason, and have no line then', () => {
    const store = storeWith(
      ['system.gpu_percent', first, 12],
      ['system.gpu_percent', second, NaN, gone('The GPU is asleep; it is not woken.')],
    );
    assert.deepEqual(gpuFacts(store)[1], {
      key: '1',
      name: 'GPU 1',
      text: 'asleep',
      hint: 'The GPU is asleep; it is not woken.',
    });
    assert.deepEqual(
      gpuChart.lines(store, shown).map(({ name }) => name),
      ['GPU 0 in use'],
    );
    const lost = storeWith(['system.gpu_percent', first, NaN, gone('The driver does not answer.')]);
    assert.equal(gpuFacts(lost)[0]!.text, 'n/a');
    assert.equal(
      gpuChart.lines(lost, shown)[0]!.reason,
      'The driver does not answer.',
      'the chart says why it is empty',
    );
    assert.equal(textOf(gpuChart.headline!(lost, undefined).reading), 'n/a');
  });

  it('keep their lines when they fall asleep, as long as what was sampled is shown', () => {
    const store = storeWith(['system.gpu_percent', first, 12], ['system.gpu_percent', second, 77, gone('Asleep.')]);
    const names = (time: typeof shown): string[] => gpuChart.lines(store, time).map(({ name }) => name);
    assert.deepEqual(names(shown), ['GPU 0 in use', 'GPU 1 in use']);
    assert.deepEqual(names(later), ['GPU 0 in use']);
  });

  it('have the busiest of several in the corner', () => {
    const store = storeWith(['system.gpu_percent', first, 12], ['system.gpu_percent', second, 77]);
    const { reading, detail } = gpuChart.headline!(store, undefined);
    assert.deepEqual([textOf(reading), detail], ['77.0%', 'busiest of 2']);
  });

  it('are not there before one is known', () => {
    assert.equal(hasGpu(storeWith()), false);
    assert.equal(hasGpu(storeWith(['system.gpu_memory_percent', first, 1])), true);
  });
});

describe('Power', () => {
  const origin: Origin = { method: 'energy counter', scope: 'CPU package', source: 'RAPL package-0' };
  const cpu = { domain: 'package' };

  it('has the total first, and tells of each domain how it is known and what it took', () => {
    const guess: Origin = { method: 'estimate', scope: 'CPU', source: 'rated power and load' };
    const store = storeWith(
      ['system.power_watts', cpu, 20, { origin }],
      ['system.energy_joules', cpu, 7200, { origin }],
      ['system.power_watts', { domain: 'total' }, 20, { quality: 'estimated', origin: guess }],
      ['system.energy_joules', { domain: 'total' }, 200, { quality: 'estimated', origin: guess }],
      ['system.power_watts', { domain: 'gpu0' }, NaN, gone('No sensor.')],
    );
    assert.deepEqual(powerFacts(store), [
      { key: 'total', name: 'Total', figure: '≈\u00a0200\u00a0J', text: 'estimated · CPU · rated power and load' },
      { key: 'package', name: 'CPU package', figure: '2.00\u00a0Wh', text: 'measured · CPU package · RAPL package-0' },
      { key: 'gpu0', name: 'GPU 0', text: 'n/a', hint: 'No sensor.' },
    ]);
    assert.equal(textOf(powerChart.headline!(store, undefined).reading), '≈\u00a020.0\u00a0W');
    assert.deepEqual(
      powerChart.lines(store, shown).map(({ name }) => name),
      ['Total', 'CPU package'],
    );
    assert.equal(noPowerReason(store, shown), undefined);
  });

  it('names what its figure covers where there is no total', () => {
    const { reading, detail } = powerChart.headline!(storeWith(['system.power_watts', cpu, 20]), undefined);
    assert.deepEqual([textOf(reading), detail], ['20.0\u00a0W', 'CPU package']);
  });

  it('has a reason only where there is none at all', () => {
    const reason = 'This machine has no energy counter.';
    assert.equal(noPowerReason(storeWith(['system.power_watts', cpu, NaN, gone(reason)]), shown), reason);
    assert.equal(noPowerReason(storeWith(), shown), undefined);
    const lost = storeWith(['system.power_watts', cpu, 20, gone(reason)]);
    assert.deepEqual([noPowerReason(lost, shown), noPowerReason(lost, later)], [undefined, reason]);
    const { reading } = powerChart.headline!(lost, undefined);
    assert.deepEqual([textOf(reading), reading.hint], ['n/a', reason]);
  });

  it('is told as energy in the unit that fits', () => {
    assert.deepEqual(
      [0, 4.26, 200, 3600, 360_000, 9e9].map((joules) => joined(energyTotal(joules))),
      ['0.0\u00a0J', '4.3\u00a0J', '200\u00a0J', '1.00\u00a0Wh', '100.0\u00a0Wh', '2500.00\u00a0kWh'],
    );
  });
});
