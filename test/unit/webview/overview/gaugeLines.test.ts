import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Quality, SeriesInfo } from '../../../../src/protocol/metric';
import type { Rows } from '../../../../src/protocol/rows';
import type { EngineStatus } from '../../../../src/protocol/status';
import { gaugeLines, storeOptions, type GaugeLine } from '../../../../webview/overview/gaugeLines';
import { PointBuffer } from '../../../../webview/shared/pointBuffer';
import { SeriesStore } from '../../../../webview/shared/seriesStore';

const start = 1_780_000_000_000;
const unread = 'The model server cannot be read now.';

/** The models are numbered from 1, and each is sampled in a group of its own, as the engine does it. */
const speed = (id: number, quality: Quality = 'measured'): SeriesInfo => ({
  id,
  metric: 'model.tokens_per_second',
  labels: { runtime: 'llama', model: `m${id}` },
  unit: 'tokens_per_second',
  quality,
  ...(quality === 'unavailable' ? { reason: unread } : {}),
});

const rowsOf = (id: number, times: readonly number[], rates: readonly number[]): Rows => ({
  group: id,
  timestamps: Float64Array.from(times, (time) => start + time),
  series: Int32Array.of(id),
  values: Float64Array.from(rates),
});

const storeWith = (...series: SeriesInfo[]): SeriesStore => {
  const store = new SeriesStore(storeOptions);
  store.define(series);
  return store;
};

const statusWith = (...ids: number[]): EngineStatus => ({
  instances: [],
  version: '0.0.0',
  paused: false,
  startedAt: start,
  machine: { host: 'forge', platform: 'linux', cores: 8, memoryBytes: 1 },
  components: [],
  runtimes: [
    {
      name: 'llama',
      kind: 'llamacpp',
      url: 'http://127.0.0.1:8080',
      models: ids.map((id) => ({ name: `m${id}`, state: 'idle' })),
      notes: [],
    },
  ],
  probes: [],
  discovers: true,
});

const tokens = (store: SeriesStore, status?: EngineStatus): GaugeLine | undefined =>
  gaugeLines(store, status).find(({ key }) => key === 'tokens');

/** What the line shows of a stretch of time after `start`, ms. */
const drawn = (store: SeriesStore, from: number, to: number): number[] => {
  const points = new PointBuffer();
  tokens(store)!.trace!.fill(start + from, start + to, 500, points);
  return points.points.map(({ y }) => y);
};

const every = (periodMs: number, untilMs: number, fromMs = 0): number[] =>
  Array.from({ length: Math.floor((untilMs - fromMs) / periodMs) + 1 }, (_, at) => fromMs + at * periodMs);

describe('The line of the tokens of all models', () => {
  it('adds up models that are sampled apart', () => {
    const store = storeWith(speed(1), speed(2));
    for (const time of every(100, 20_000)) {
      const isLate = time % 200 === 0;
      const first = rowsOf(1, [time], [40]);
      const second = rowsOf(2, [time + (isLate ? 3 : -3)], [30]);
      store.append(isLate ? [first, second] : [second, first]);
    }
    assert.deepEqual(new Set(drawn(store, 5000, 20_000)), new Set([70]));
    assert.equal(tokens(store)!.reading.quantity.number, '70.0');
  });

  it('does not fall to the speed of the model that was sampled last', () => {
    const store = storeWith(speed(1), speed(2));
    for (const time of every(16, 10_000)) {
      store.append([rowsOf(1, [time], [60])]);
      if (time % 1000 < 16) store.append([rowsOf(2, [time + 8], [0])]);
    }
    assert.deepEqual(new Set(drawn(store, 2000, 10_000)), new Set([60]));
  });

  it('adds up a past that comes model by model', () => {
    const store = storeWith(speed(1), speed(2), speed(3));
    const times = every(100, 60_000);
    for (const [id, rate] of [10, 20, 40].entries())
      for (let at = 0; at < times.length; at += 200) {
        const piece = times.slice(at, at + 200);
        store.append([
          rowsOf(
            id + 1,
            piece,
            piece.map((time) => (time < 30_000 ? rate : 2 * rate)),
          ),
        ]);
      }
    assert.deepEqual(new Set(drawn(store, 1000, 29_000)), new Set([70]));
    assert.deepEqual(new Set(drawn(store, 31_000, 60_000)), new Set([140]));
  });

  it('holds a speed for as long as it is not missed, and not longer', () => {
    const store = storeWith(speed(1), speed(2));
    const seconds = every(1000, 30_000);
    store.append([rowsOf(1, every(1000, 10_000), Array<number>(11).fill(5))]);
    store.append([rowsOf(2, seconds, Array<number>(31).fill(1))]);
    const { trace } = tokens(store)!;
    assert.deepEqual(
      [9500, 13_000, 13_001, 20_000].map((time) => trace!.valueNear(start + time)),
      [6, 6, 1, 1],
    );
  });

  it('leaves out a model without a speed, and breaks where none has one', () => {
    const store = storeWith(speed(1), speed(2));
    store.append([rowsOf(1, [0, 1000, 2000, 3000], [5, NaN, NaN, 5])]);
    store.append([rowsOf(2, [0, 1000, 2000, 3000], [1, 1, NaN, NaN])]);
    const { trace } = tokens(store)!;
    assert.deepEqual(
      [-1, 500, 1500, 2500, 3000].map((time) => trace!.valueNear(start + time)),
      [NaN, 6, 1, NaN, 5],
    );
    assert.ok(drawn(store, 0, 3000).some(Number.isNaN));
  });

  it('does not hold a speed for long that came after an outage', () => {
    const store = storeWith(speed(1), speed(2));
    store.append([rowsOf(1, [-3_600_000, 0], [5, 5]), rowsOf(2, every(1000, 60_000), Array<number>(61).fill(1))]);
    assert.equal(tokens(store)!.trace!.valueNear(start + 60_000), 1);
  });
});

describe('The figure of the tokens of all models', () => {
  it('tells of how many listed models it knows no speed', () => {
    const store = storeWith(speed(1), speed(2, 'unavailable'), speed(3, 'unavailable'), speed(4, 'unavailable'));
    store.append([rowsOf(1, [0], [60])]);
    const hint = (...listed: number[]): string | undefined => tokens(store, statusWith(...listed))!.reading.hint;
    assert.equal(hint(1, 2, 3), 'Without 2 models whose speed is not told.');
    assert.equal(hint(1, 4), 'Without one model whose speed is not told.');
    assert.equal(hint(1), undefined, 'models that are no longer loaded are not missed');
  });

  it('says why where no listed model tells its speed', () => {
    const store = storeWith(speed(1, 'unavailable'), speed(2, 'unavailable'));
    const { reading } = tokens(store, statusWith(2))!;
    assert.deepEqual([reading.hasValue, reading.hint], [false, unread]);
  });

  it('is not there while no model is loaded, however many there were', () => {
    const store = storeWith(speed(1, 'unavailable'), speed(2));
    store.append([rowsOf(2, [0], [0])]);
    assert.equal(tokens(store, statusWith()), undefined);
    assert.ok(tokens(store, statusWith(2)));
  });

  it('tells models of one name on two servers apart', () => {
    const store = storeWith(speed(1), { ...speed(2, 'unavailable'), labels: { runtime: 'ollama', model: 'm1' } });
    store.append([rowsOf(1, [0], [60])]);
    assert.equal(tokens(store, statusWith(1))!.reading.hint, undefined);
  });
});
