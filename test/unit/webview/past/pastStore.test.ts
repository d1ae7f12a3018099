import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { HistorySeries } from '../../../../src/protocol/history';
import type { MetricId } from '../../../../src/protocol/catalogue';
import { PastStore } from '../../../../webview/shared/past/pastStore';
import { SeriesStore } from '../../../../webview/shared/seriesStore';

const read = 'system.disk_read_bytes_per_second';
const cpu = 'system.cpu_percent';
const metrics = { drawn: [cpu, read], summed: [read] } as const;
const stepMs = 10_000;

const column = (...values: number[]): Float64Array => Float64Array.from(values);
const told = (
  metric: MetricId,
  device: string | undefined,
  means: number[],
  more: Partial<HistorySeries> = {},
): HistorySeries => ({
  metric,
  labels: device === undefined ? {} : { device },
  unit: 'percent',
  quality: 'measured',
  times: column(...means.map((_, at) => at * stepMs)),
  values: [
    column(...means),
    column(...means.map((mean) => mean - 1)),
    column(...means.map((mean) => mean + 1)),
    column(...means.map(() => 10)),
  ],
  ...more,
});
const live = (...devices: string[]): SeriesStore => {
  const store = new SeriesStore({ drawn: [cpu, read], summed: [read] });
  const known = devices.map((device, at) => ({ metric: read, labels: { device }, id: at + 2 }));
  store.define(
    [{ metric: cpu, labels: {}, id: 1 }, ...known].map((one) => ({ ...one, unit: 'percent', quality: 'measured' })),
  );
  return store;
};
const rows = (times: number[], series: number[], values: number[]) => [
  { group: 0, timestamps: column(...times), series: Int32Array.from(series), values: column(...values) },
];

describe('PastStore', () => {
  it('takes nothing from an answer to a question for other columns', () => {
    const store = new PastStore(stepMs, metrics, 0);
    const quantiles = told(cpu, undefined, [1, 2, 3], { values: [column(1, 2, 3)] });
    store.take({ from: 0, to: 3 * stepMs, stepMs, series: [quantiles] }, 0);
    assert.equal(store.one(cpu)?.trace.isEmpty, true);
  });

  it('goes on with live samples that the answer did not have, each once', () => {
    const store = new PastStore(stepMs, metrics, 15_000);
    store.take({ from: 0, to: 15_000, stepMs, series: [told(cpu, undefined, [50, 20])] }, -Infinity);
    const samples = live();
    samples.append(rows([14_000, 15_000, 16_000, 17_000, 25_000], [1], [99, 99, 75, 75, 3]));
    for (let at = 0; at < 3; at++) store.extend(samples);
    const { trace } = store.one(cpu)!;
    assert.deepEqual(trace.figureNear(12_000), { value: (20 * 10 + 150) / 12, low: 19, high: 75 });
    assert.deepEqual(trace.figureNear(26_000), { value: 3, low: 3, high: 3 });
    // The next answer knows the whole step.
    store.take(
      { from: 10_000, to: 26_000, stepMs, series: [told(cpu, undefined, [40, 8], { times: column(10_000, 20_000) })] },
      0,
    );
    store.extend(samples);
    assert.deepEqual(
      [5000, 12_000, 22_000].map((time) => trace.valueNear(time)),
      [50, 40, 8],
    );
  });

  it('adds the means of many devices up, and goes on with their live sum', () => {
    const store = new PastStore(stepMs, metrics, 19_999);
    const samples = live('a', 'b');
    samples.append(rows([20_000], [2, 3], [1, 2]));
    const parts = [told(read, 'a', [10, 20]), told(read, 'b', [1, 2]), told(read, 'gone', [100, NaN])];
    store.take({ from: 0, to: 19_999, stepMs, series: parts }, -Infinity);
    store.extend(samples);
    const sum = store.sum(read)!;
    assert.deepEqual(
      [0, 10_000, 20_000].map((time) => sum.valueNear(time)),
      [111, 22, 3],
    );
    assert.equal(sum.figureOf(0, 30_000).low, undefined, 'the least of a sum is not known from its parts');
  });

  it('puts series in the order of the live ones, those that have ended after them', () => {
    const store = new PastStore(stepMs, metrics, 0);
    store.take({ from: 0, to: 0, stepMs, series: [told(read, 'gone', [1]), told(read, 'b', [1])] }, -Infinity);
    store.extend(live('a', 'b'));
    assert.deepEqual(
      store.all(read).map(({ info }) => info.labels['device']),
      ['a', 'b', 'gone'],
    );
  });

  it('shows what was there a part of the time, marked as such', () => {
    const store = new PastStore(stepMs, metrics, 0);
    const reason = 'GPU asleep.';
    const series = [
      told(cpu, undefined, [5], { quality: 'unavailable', reason }),
      told(read, 'a', [NaN], { quality: 'unavailable', reason }),
    ];
    store.take({ from: 0, to: 0, stepMs, series }, -Infinity);
    assert.deepEqual(
      [store.one(cpu)!, store.one(read)!].map(({ info }) => [info.quality, info.reason]),
      [
        ['estimated', 'It was not available all the time. GPU asleep.'],
        ['unavailable', reason],
      ],
    );
  });
});
