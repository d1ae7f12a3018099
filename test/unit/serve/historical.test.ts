import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { HistoryRequest, HistorySeries } from '../../../src/protocol/history';
import type { Sources } from '../../../src/engine/serve/sources';
import { HistoryRefusal } from '../../../src/engine/store/query/historyRefusal';
import { FakeReader, now, sourcesOf } from '../../support/fakeSources';
import { get } from '../../support/routeAnswer';

const cpu: [number, number][] = [
  [now - 2500, 10],
  [now - 1500, 20],
  [now - 500, 30],
];

function twoSeries(): FakeReader {
  const reader = new FakeReader();
  reader.add('system.cpu_percent', {}, cpu);
  reader.add('system.network_rx_bytes_per_second', { interface: 'eth"0' }, [[now - 100, 5]], 'estimated');
  return reader;
}

describe('GET /api/metrics/historical', () => {
  const points = async (query: string, reader = twoSeries()): Promise<unknown> => {
    const { status: code, json } = await get(
      `/api/metrics/historical?metric=system.cpu_percent&${query}`,
      sourcesOf(reader),
    );
    assert.equal(code, 200, JSON.stringify(json));
    return (json as { series: { points: unknown }[] }).series[0]?.points;
  };

  it('gives every sample of the range, both ends included', async () => {
    const url = `/api/metrics/historical?metric=system.cpu_percent&from=${now - 2500}&to=${now - 500}`;
    assert.deepEqual((await get(url, sourcesOf(twoSeries()))).json, {
      from: now - 2500,
      to: now - 500,
      stepMs: 0,
      agg: 'avg',
      series: [{ metric: 'system.cpu_percent', labels: {}, unit: 'percent', quality: 'measured', points: cpu }],
    });
    assert.deepEqual(await points(`from=${now - 2499}&to=${now - 501}`), [[now - 1500, 20]]);
  });

  it('reaches five minutes back when no range is given', async () => {
    const { json } = await get('/api/metrics/historical?metric=system.*', sourcesOf(twoSeries()));
    assert.equal((json as { from: number }).from, now - 300_000);
    assert.equal((json as { to: number }).to, now);
  });

  it('reads across the ends of the stretches that it works in, each sample once', async () => {
    const reader = new FakeReader();
    const samples = Array.from({ length: 61 }, (_, i): [number, number] => [now - 30_000 + i * 500, i]);
    reader.add('system.cpu_percent', {}, samples);
    assert.deepEqual(await points(`from=${now - 30_000}&to=${now}`, reader), samples);
    assert.deepEqual(await points(`from=${now - 30_000}&to=${now}&step=60000&agg=count`, reader), [
      [now - 80_000, 20],
      [now - 20_000, 41],
    ]);
  });

  it('marks a gap with one null', async () => {
    const reader = new FakeReader();
    const t = now - 1000;
    reader.add('system.cpu_percent', {}, [
      [t, NaN],
      [t + 1, 1],
      [t + 2, NaN],
      [t + 3, NaN],
      [t + 4, 2],
      [t + 5, NaN],
    ]);
    assert.deepEqual(await points('', reader), [
      [t + 1, 1],
      [t + 2, null],
      [t + 4, 2],
      [t + 5, null],
    ]);
  });

  it('makes one value of each step, and null of a step without samples', async () => {
    const reader = new FakeReader();
    const t = now - 5000;
    reader.add('system.cpu_percent', {}, [
      [t, 1],
      [t + 999, 3],
      [t + 1000, 5],
      [t + 3000, 7],
      [t + 3001, Infinity],
    ]);
    assert.deepEqual(await points(`from=${t}&to=${t + 3500}&step=1000`, reader), [
      [t, 2],
      [t + 1000, 5],
      [t + 2000, null],
      [t + 3000, 7],
    ]);
  });

  const values = Array.from({ length: 100 }, (_, i): [number, number] => [now - 10_000 + i * 100, i + 1]);
  const expected: Record<string, number> = {
    avg: 50.5,
    min: 1,
    max: 100,
    sum: 5050,
    count: 100,
    first: 1,
    last: 100,
    change: 99,
    rate: 10,
    stddev: Math.sqrt((100 * 100 - 1) / 12),
    p50: 50,
    p95: 95,
    p99: 99,
  };
  for (const [agg, value] of Object.entries(expected))
    it(`makes ${agg} of a step`, async () => {
      const reader = new FakeReader();
      reader.add('system.cpu_percent', {}, values);
      const made = (await points(`from=${now - 10_000}&to=${now - 1}&step=10000&agg=${agg}`, reader)) as [
        number,
        number,
      ][];
      assert.equal(made.length, 1);
      const tolerance = agg.startsWith('p') ? 0.01 * value : 1e-9;
      assert.ok(Math.abs(made[0]![1] - value) <= tolerance, `${made[0]![1]} is not ${value}`);
    });

  it('keeps quantiles of long steps within 1 %', async () => {
    const reader = new FakeReader();
    reader.add('system.cpu_percent', {}, values);
    const made = (await points(`from=${now - 10_000}&to=${now}&step=60000&agg=p95`, reader)) as [number, number][];
    assert.ok(Math.abs(made[0]![1] - 95) <= 0.95, String(made[0]![1]));
  });

  it('answers for what memory holds of a range without bounds', async () => {
    assert.deepEqual(await points('from=0&to=8640000000000000'), cpu);
    assert.deepEqual(await points('from=0&to=8640000000000000&step=1000'), [
      [now - 3000, 10],
      [now - 2000, 20],
      [now - 1000, 30],
    ]);
    for (const range of ['from=0&to=1', 'from=0&to=1&step=1', `from=${now + 1}&to=${now + 2}&step=1`])
      assert.equal(await points(range), undefined);
  });

  it('refuses what would be too many points, and says what to ask for', async () => {
    const reader = new FakeReader();
    const samples = Array.from({ length: 50_001 }, (_, i) => [now - 50_000 + i, 1] as const);
    reader.add('system.cpu_percent', {}, samples);
    const url = '/api/metrics/historical?metric=system.*&from=0&step=';
    const { status: code, json } = await get(`${url}1`, sourcesOf(reader));
    assert.equal(code, 400);
    const { message } = (json as { error: { message: string } }).error;
    const enough = /a step of (\d+) ms/.exec(message)?.[1];
    assert.ok(enough, message);
    assert.equal((await get(url + enough, sourcesOf(reader))).status, 200);
  });

  it('says why there is no answer, and when it would be too large', async () => {
    const asked = (error: Error) =>
      get(
        '/api/metrics/historical?metric=system.*',
        sourcesOf(new FakeReader(), { history: () => Promise.reject(error) }),
      );
    const locked = await asked(new Error('The store is locked. Unlock it.'));
    assert.equal(locked.status, 503);
    assert.deepEqual(locked.json, {
      error: { code: 'history_unavailable', message: 'The store is locked. Unlock it.' },
    });
    assert.equal((await asked(new HistoryRefusal('Ask for less.'))).status, 400);
  });

  it('passes on what was asked and what came: a longer step, qualities, gaps', async () => {
    const asked: HistoryRequest[] = [];
    const series: HistorySeries = {
      metric: 'system.power_watts',
      labels: { domain: 'package' },
      unit: 'watts',
      quality: 'estimated',
      reason: 'There is no sensor.',
      times: Float64Array.of(0, 10_000),
      values: [Float64Array.of(1.5, NaN)],
    };
    const history: Sources['history'] = (request) => {
      asked.push(request);
      return Promise.resolve({ from: request.from, to: request.to, stepMs: 10_000, series: [series] });
    };
    const url = '/api/metrics/historical?metric=system.power_watts&from=0&to=20000&step=1000&agg=max';
    const { json } = await get(url, sourcesOf(new FakeReader(), { history }));
    const { metric, labels, unit, quality, reason } = series;
    const points = [
      [0, 1.5],
      [10_000, null],
    ];
    assert.deepEqual(json, {
      from: 0,
      to: 20_000,
      stepMs: 10_000,
      agg: 'max',
      series: [{ metric, labels, unit, quality, reason, points }],
    });
    assert.deepEqual(asked, [
      { metrics: [metric], from: 0, to: 20_000, stepMs: 1000, aggregates: ['max'], mostPoints: 50_000 },
    ]);
  });

  it('refuses too many samples before it has said anything', async () => {
    const reader = new FakeReader();
    reader.add(
      'system.cpu_percent',
      {},
      Array.from({ length: 50_001 }, (_, i) => [now - 50_001 + i, 1] as const),
    );
    assert.equal((await get('/api/metrics/historical?metric=system.cpu_percent', sourcesOf(reader))).status, 400);
    assert.equal(((await points(`from=${now - 50_000}&to=${now}`, reader)) as unknown[]).length, 50_000);
  });

  const hostile = [
    'from=2&to=1',
    'from=-1',
    'from=1e3',
    'from=NaN',
    'from=0x10',
    'from=1.5',
    'from=',
    'to=8640000000000001',
    'to=99999999999999999999',
    'step=0',
    'step=-1',
    'step=',
    'step=86400001',
    'step=Infinity',
    'agg=median',
    'agg=',
    'agg=__proto__',
    'agg=constructor',
    'limit=5',
    'metrics=system.*',
    '__proto__=1',
  ];
  for (const query of hostile)
    it(`refuses ${query}`, async () => {
      const { status: code, json } = await get(
        `/api/metrics/historical?metric=system.*&${query}`,
        sourcesOf(twoSeries()),
      );
      assert.equal(code, 400);
      assert.match((json as { error: { message: string } }).error.message, /\.$/);
    });
});
