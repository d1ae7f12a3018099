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

describe('SeriesStore, when another engine goes on', () => {
  const cpu = 'system.cpu_percent';
  const times = (store: SeriesStore, metric: MetricId, at = 0): number[] => {
    const column = store.all(metric)[at]!.trace.column!;
    return Array.from({ length: column.length }, (_, row) => column.timeAt(row));
  };

  it('keeps what it has, by metric and labels, whatever the numbers of the series are now', () => {
    const store = storeWith(info(1, cpu), info(2, read, { device: 'a', kind: 'x' }), info(3, read, { device: 'b' }));
    store.append([block([1000, 2000], [1, 2, 3], [1, 2, 10, 20, 30, 40])]);
    const kept = store.one(cpu)!;
    store.renew();
    assert.equal(store.one(cpu), kept, 'it is there before the new engine has said anything');
    store.define([info(1, read, { device: 'b' }), info(2, read, { kind: 'x', device: 'a' }), info(3, cpu)]);
    store.append([block([3000], [3, 2, 1], [3, 30, 50])]);
    store.live();
    store.append([block([4000], [3, 2, 1], [4, 40, 60])]);
    assert.equal(store.one(cpu), kept);
    assert.deepEqual(times(store, cpu), [1000, 2000, 3000, 4000]);
    assert.deepEqual(
      store.all(read).map(({ info: { labels }, trace }) => [labels['device'], trace.value]),
      [
        ['a', 40],
        ['b', 60],
      ],
    );
    assert.deepEqual(
      [2000, 3000, 4000].map((time) => store.sum(read)!.valueNear(time)),
      [60, 80, 100],
    );
  });

  it('leaves out rows that come again, and takes no past for a clock that was set back', () => {
    const store = storeWith(info(1, cpu));
    const all = Array.from({ length: 60 }, (_, i) => 1000 * (i + 1));
    store.append([block(all, [1], all)]);
    store.renew();
    store.define([info(9, cpu)]);
    // A leader that has led for long sends minutes again, in pieces.
    for (let from = 0; from < 60; from += 20) {
      const piece = all.slice(from, from + 20);
      store.append([
        block(
          piece,
          [9],
          piece.map(() => -1),
        ),
      ]);
    }
    store.append([block([61_000], [9], [61_000])]);
    store.live();
    assert.deepEqual(times(store, cpu), [...all, 61_000]);
    assert.equal(store.one(cpu)!.trace.valueNear(30_000), 30_000, 'the row that was drawn stays');
    store.append([block([50_000], [9], [5])]);
    assert.deepEqual(times(store, cpu), [50_000], 'after that, a step back is a clock that was set');
  });

  it('forgets what the new engine has never announced, once it is older than what is drawn', () => {
    const store = storeWith(info(1, cpu), info(2, read, { device: 'gone' }));
    store.append([block([1000], [1, 2], [1, 2])]);
    store.renew();
    store.define([info(2, cpu)]);
    store.live();
    assert.equal(store.all(read).length, 1);
    assert.notEqual(store.one(read)!.info.id, store.one(cpu)!.info.id, 'lists tell series by their number');
    for (let time = 2000; time <= 400_000; time += 1000) store.append([block([time], [2], [time])]);
    assert.equal(store.all(read).length, 0);
    store.define([info(3, read, { device: 'gone' })]);
    assert.ok(store.one(read)!.trace.isEmpty);
  });

  it('goes on through any number of engines', () => {
    const store = storeWith(info(1, cpu));
    for (let engine = 0; engine < 100; engine++) {
      store.renew();
      store.define([info(engine, cpu)]);
      store.append([block([1000 * (engine + 1)], [engine], [engine])]);
      store.live();
    }
    assert.equal(store.all(cpu).length, 1);
    assert.equal(times(store, cpu).length, 100);
    store.reset();
    assert.equal(store.all(cpu).length, 0);
  });
});
