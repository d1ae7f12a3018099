import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { MetricId } from '../../../src/protocol/catalogue';
import type { SeriesInfo } from '../../../src/protocol/metric';
import type { Rows } from '../../../src/protocol/rows';
import { SeriesStore } from '../../../webview/shared/seriesStore';

const read = 'system.disk_read_bytes_per_second';
const info = (id: number, metric: MetricId, labels: Record<string, string> = {}): SeriesInfo => ({
  id,
  metric,
  labels,
  unit: 'percent',
  quality: 'measured',
});
const block = (timestamps: number[], series: number[], values: number[]): Rows => ({
  group: 0,
  timestamps: Float64Array.from(timestamps),
  series: Int32Array.from(series),
  values: Float64Array.from(values),
});
const storeWith = (...series: SeriesInfo[]): SeriesStore => {
  const store = new SeriesStore({ drawn: ['system.cpu_percent', read], summed: [read] });
  store.define(series);
  return store;
};

describe('SeriesStore', () => {
  it('reads rows as columns', () => {
    const store = storeWith(info(1, 'system.cpu_percent'), info(2, 'system.load_1m'));
    store.append([block([100, 200], [1, 2], [10, 20, 0.5, 0.7])]);
    assert.equal(store.one('system.cpu_percent')!.trace.value, 20);
    assert.equal(store.one('system.load_1m')!.trace.value, 0.7);
    assert.equal(store.newest, 200);
  });

  it('keeps the past only of what is drawn', () => {
    const store = storeWith(info(1, 'system.cpu_percent'), info(2, 'system.load_1m'));
    assert.ok(store.one('system.cpu_percent')!.trace.column);
    assert.equal(store.one('system.load_1m')!.trace.column, undefined);
  });

  it('ignores samples of unknown series', () => {
    const store = storeWith(info(1, 'system.cpu_percent'));
    store.append([block([100], [7, 1], [99, 10])]);
    assert.equal(store.one('system.cpu_percent')!.trace.value, 10);
  });

  it('forgets what is older than it can show, also of series that have ended', () => {
    const store = storeWith(info(1, 'system.cpu_percent'), info(2, read, { device: 'a' }));
    store.append([block([0, 1000], [2], [5, 5])]);
    for (let time = 0; time <= 700_000; time += 1000) store.append([block([time], [1], [time])]);
    const column = store.one('system.cpu_percent')!.trace.column!;
    assert.ok(column.timeAt(0) >= 700_000 - 320_000);
    assert.ok(column.length >= 300);
    assert.equal(store.one(read)!.trace.column!.length, 0);
    assert.equal(store.sum(read)!.column!.length, 0);
  });

  it('sums the series of a metric row by row', () => {
    const store = storeWith(info(1, read, { device: 'a' }), info(2, read, { device: 'b' }));
    store.append([block([100, 200, 300], [1, 2], [1, NaN, NaN, 10, 20, NaN])]);
    const column = store.sum(read)!.column!;
    assert.deepEqual(
      [0, 1, 2].map((row) => column.valueAt(row)),
      [11, 20, NaN],
    );
  });

  it('takes a new quality of a known series, and keeps its past', () => {
    const store = storeWith(info(1, 'system.cpu_percent'));
    store.append([block([100], [1], [10])]);
    store.define([{ ...info(1, 'system.cpu_percent'), quality: 'unavailable', reason: 'No sensor.' }]);
    const known = store.one('system.cpu_percent')!;
    assert.equal(known.info.quality, 'unavailable');
    assert.equal(known.trace.value, 10);
    assert.equal(store.all('system.cpu_percent').length, 1);
  });

  it('holds no more series than its bound', () => {
    const store = storeWith(...Array.from({ length: 10_050 }, (_, id) => info(id, 'system.load_1m')));
    assert.equal(store.all('system.load_1m').length, 10_000);
  });

  it('is as new after a reset', () => {
    const store = storeWith(info(1, 'system.cpu_percent'));
    store.append([block([100], [1], [10])]);
    store.reset();
    assert.equal(store.one('system.cpu_percent'), undefined);
    assert.equal(store.newest, 0);
  });

  it('begins anew when the clock was set back', () => {
    const store = storeWith(info(1, 'system.cpu_percent'), info(2, read, { device: 'a' }));
    store.append([block([3_600_000], [1, 2], [10, 1])]);
    store.append([block([5000, 5100], [1], [20, 30])]);
    assert.equal(store.newest, 5100);
    assert.equal(store.one('system.cpu_percent')!.trace.freshValue(store.newest), 30);
    assert.equal(store.one('system.cpu_percent')!.trace.column!.length, 2);
    assert.equal(store.one(read)!.trace.freshValue(store.newest), undefined);
  });

  it('gives the mean of the last second, without rows that have no value', () => {
    const store = storeWith(info(1, 'system.cpu_percent'));
    store.append([block([500, 2000, 2400, 2800], [1], [100, 10, NaN, 30])]);
    const { trace } = store.one('system.cpu_percent')!;
    assert.equal(trace.freshMean(2800), 20);
    assert.equal(trace.freshMean(60_000), undefined);
  });

  it('gives no value that is older than three periods', () => {
    const store = storeWith(info(1, 'system.cpu_percent'));
    store.append([block([100, 200], [1], [10, 20])]);
    const { trace } = store.one('system.cpu_percent')!;
    assert.equal(trace.freshValue(3100), 20);
    assert.equal(trace.freshValue(3300), undefined);
    assert.equal(trace.valueNear(160), 20);
    assert.ok(Number.isNaN(trace.valueNear(9000)));
  });

  it('remembers the past of metrics named later, from then on, and forgets that of those named no more', () => {
    const store = new SeriesStore({ drawn: [], summed: [] });
    store.define([{ id: 1, metric: 'system.cpu_percent', labels: {}, unit: 'percent', quality: 'measured' }]);
    const row = (time: number) => [
      { group: 0, timestamps: Float64Array.of(time), series: Int32Array.of(1), values: Float64Array.of(5) },
    ];
    store.append(row(1000));
    assert.ok(store.draw(['system.cpu_percent']), 'what came before was not kept');
    assert.ok(!store.draw(['system.cpu_percent']), 'which is said once');
    store.append(row(2000));
    assert.equal(store.one('system.cpu_percent')?.trace.column?.length, 1);
    assert.ok(!store.draw([]));
    assert.equal(store.one('system.cpu_percent')?.trace.column, undefined);
    assert.equal(store.one('system.cpu_percent')?.trace.value, 5);
    assert.ok(store.draw(['system.cpu_percent']), 'nor was what came between');
  });

  it('misses nothing of metrics that are named before their past comes', () => {
    const store = new SeriesStore({ drawn: [], summed: [] });
    store.define([{ id: 1, metric: 'system.cpu_percent', labels: {}, unit: 'percent', quality: 'measured' }]);
    assert.ok(!store.draw(['system.cpu_percent', 'model.ttft_ms']));
  });
});
