import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Origin, SeriesInfo } from '../../../src/protocol/metric';
import type { Activity, ModelActivity, RequestInfo } from '../../../src/protocol/requests';
import { storeOptions } from '../../../webview/dashboard/chartSpecs';
import { joulesCell, queueCell, todayCell, ttftCell, uncertaintyCell } from '../../../webview/shared/models/modelCells';
import { modelFacts, type ModelFacts } from '../../../webview/shared/models/modelFacts';
import { modelRows } from '../../../webview/dashboard/modelRows';
import { textOf } from '../../../webview/shared/reading';
import { SeriesStore } from '../../../webview/shared/seriesStore';
import { statusWith } from '../../support/fakeEngine';

const labels = { runtime: 'local', model: 'qwen' };
const now = 1_780_000_015_000;
const origin: Origin = { method: 'energy counter', scope: 'CPU package', source: 'RAPL package-0' };

type Fed = Pick<SeriesInfo, 'metric' | 'unit'> & Partial<SeriesInfo> & { readonly value: number };

const factsOf = (series: readonly Fed[], model?: Partial<ModelActivity>, requests: RequestInfo[] = []): ModelFacts => {
  const store = new SeriesStore(storeOptions);
  store.define(series.map((info, id) => ({ id, labels, quality: 'measured', ...info })));
  store.append([
    {
      group: 0,
      timestamps: Float64Array.of(now),
      series: Int32Array.from(series.keys()),
      values: Float64Array.from(series, ({ value }) => value),
    },
  ]);
  const activity: Activity = { models: model ? [{ ...labels, ...model }] : [], requests };
  return modelFacts('local', 'qwen', store, activity);
};
const bound = (which: string, value: number): Fed => ({
  metric: 'model.entropy_bits',
  unit: 'bits',
  labels: { ...labels, bound: which },
  value,
});

describe('The cells of a model', () => {
  it('give median and 95th percentile of the time to the first token, and who saw it', () => {
    const ttft = (more: object): ModelFacts =>
      factsOf([], { ttft: { p50: 238, p95: 611.4, count: 37, source: 'proxy', ...more } });
    const proxy = ttftCell(ttft({}));
    assert.equal(textOf(proxy), '238 / 611\u00a0ms');
    assert.match(proxy.hint!, /37 requests in the last 5 minutes\. The measuring proxy saw them/);
    assert.equal(textOf(ttftCell(ttft({ p95: 12_000 }))), '238\u00a0ms / 12.0\u00a0s');
    const histogram = ttftCell(ttft({ source: 'histogram' }));
    assert.equal(textOf(histogram), '≈\u00a0238 / 611\u00a0ms');
    assert.match(histogram.hint!, /between which bounds/);
    const beyond = ttftCell(ttft({ p95: 10_000, source: 'histogram', isAtLeast: true }));
    assert.equal(textOf(beyond), '238\u00a0ms / ≥\u00a010.0\u00a0s');
    assert.match(ttftCell(ttft({ count: 1 })).hint!, /of one request in/);
  });

  it('say why there is no time to the first token, and nothing while there was no request', () => {
    const reason = 'Send requests through the measuring proxy.';
    const cell = ttftCell(
      factsOf([{ metric: 'model.ttft_ms', unit: 'milliseconds', quality: 'unavailable', reason, value: NaN }]),
    );
    assert.deepEqual([textOf(cell), cell.hint], ['n/a', reason]);
    assert.equal(textOf(ttftCell(factsOf([]))), '–');
  });

  it('count the tokens of today, and say since when', () => {
    const midnight = new Date(now).setHours(0, 0, 0, 0);
    const today = { input: 184_210, output: 52_301, since: midnight };
    const cell = todayCell(factsOf([], { today }));
    assert.equal(textOf(cell), '184,210 / 52,301');
    assert.match(cell.hint!, /since midnight/);
    const late = todayCell(factsOf([], { today: { ...today, since: midnight + 34_200_000 } }));
    assert.match(late.hint!, /since 09:30:00, when the monitor began to count/);
    const output: Fed = { metric: 'model.output_tokens', unit: 'tokens', quality: 'estimated', value: 1 };
    assert.match(textOf(todayCell(factsOf([output], { today }))), /^≈/);
    assert.equal(textOf(todayCell(factsOf([]))), '–', 'never 0');
  });

  it('give energy above idle with gross energy and origin', () => {
    const perToken: Fed = { metric: 'model.joules_per_token', unit: 'joules_per_token', origin, value: 2.5 };
    const energy = { aboveIdle: 2.41, gross: 3.12, quality: 'measured' } as const;
    const cell = joulesCell(factsOf([perToken], { joulesPerToken: energy }));
    assert.equal(textOf(cell), '2.4');
    assert.match(cell.hint!, /3\.1\u00a0J\/tok\.\nIdle power is the median of the last ten minutes without a request/);
    assert.match(cell.hint!, /\nEnergy: measured · energy counter · CPU package · RAPL package-0\.$/);
    const reason = 'The idle power of the machine was not known yet.';
    const guessed = joulesCell(
      factsOf([{ ...perToken, reason }], { joulesPerToken: { ...energy, quality: 'estimated' } }),
    );
    assert.equal(textOf(guessed), '≈\u00a02.4');
    assert.match(guessed.hint!, /was not known yet\.\nEnergy: estimated/);
    assert.doesNotMatch(guessed.hint!, /median/, 'which was not taken');
  });

  it('say why there is no energy', () => {
    const energyReason = 'This machine has no energy counter.';
    const cell = joulesCell(factsOf([], { energyReason }));
    assert.deepEqual([textOf(cell), cell.hint], ['n/a', energyReason]);
    assert.equal(textOf(joulesCell(factsOf([]))), '–');
  });

  it('show how many requests run and wait', () => {
    const active: Fed = { metric: 'model.requests_active', unit: 'requests', value: 2 };
    const queued: Fed = { metric: 'model.requests_queued', unit: 'requests', value: 0 };
    assert.equal(textOf(queueCell(factsOf([active, queued]))), '2 / 0');
    const reason = 'Ollama does not tell.';
    const unknown: Fed = { ...queued, quality: 'unavailable', reason, value: NaN };
    const cell = queueCell(factsOf([active, unknown]));
    assert.deepEqual([textOf(cell), cell.hint], ['2 / n/a', reason]);
    assert.equal(textOf(queueCell(factsOf([]))), '–');
  });

  it('show uncertainty between its bounds, with what it is not', () => {
    const cell = uncertaintyCell(factsOf([bound('lower', 1.2568), bound('upper', 1.7549)], { entropyShare: 0.314 }));
    assert.equal(textOf(cell), '1.26–1.75\u00a0bits');
    assert.match(cell.hint!, /^31% of the tokens carried log-probabilities/);
    assert.match(cell.hint!, /temperature 1.*does not mean right.*cannot be compared/);
  });

  it('fall back to the newest request that tells its uncertainty, and say so', () => {
    const request = {
      ...labels,
      id: 1,
      kind: 'chat',
      state: 'done',
      startedAt: now - 60_000,
      tokenQuality: 'measured',
    } as const;
    const cell = uncertaintyCell(
      factsOf([bound('lower', NaN)], {}, [
        { ...request, id: 2 },
        { ...request, entropyBits: { lower: 1, upper: 3 } },
      ]),
    );
    assert.equal(textOf(cell), '≥\u00a01.00\u00a0bits');
    assert.match(cell.hint!, /^Of the request of \d\d:\d\d:\d\d\./);
    assert.equal(textOf(uncertaintyCell(factsOf([], {}, [request]))), '–');
  });

  it('say of a model elsewhere that it is there', () => {
    const models = [{ name: 'big:cloud', state: 'idle', isElsewhere: true }] as const;
    const runtime = { name: 'ollama', kind: 'ollama', url: 'http://127.0.0.1:11434', models, notes: [] } as const;
    const cell = modelRows(statusWith({ runtimes: [runtime] }), new SeriesStore(storeOptions))[0]!.cells[2]!;
    assert.ok(typeof cell === 'object' && textOf(cell) === 'idle, elsewhere');
  });
});
