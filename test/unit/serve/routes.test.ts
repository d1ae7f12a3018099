import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Parameters } from '../../../src/engine/serve/parameters';
import { Refusal } from '../../../src/engine/serve/refusal';
import { routes } from '../../../src/engine/serve/routes/table';
import type { Models } from '../../../src/engine/serve/routes/models';
import type { Sources } from '../../../src/engine/serve/sources';
import { parseTarget } from '../../../src/engine/serve/target';
import { FakeReader, figures, now, sourcesOf, status } from '../../support/fakeSources';

/** What a client gets to see: the status and the parsed body. */
function get(url: string, sources: Sources): { status: number; json: unknown } {
  const { path, parameters } = parseTarget(url);
  const route = routes.get(path);
  assert.ok(route, `no route ${path}`);
  try {
    const answer = route.answer(new Parameters(parameters), sources);
    if ('body' in answer) return { status: answer.status ?? 200, json: JSON.parse(JSON.stringify(answer.body)) };
    let text = '';
    for (let next = answer.pieces.next(); next.done !== true; next = answer.pieces.next()) text += next.value;
    return { status: 200, json: JSON.parse(text) };
  } catch (error) {
    if (error instanceof Refusal) return { status: error.status, json: error.body };
    throw error;
  }
}

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

describe('GET /api/metrics/realtime', () => {
  it('gives the newest value of every series', () => {
    assert.deepEqual(get('/api/metrics/realtime', sourcesOf(twoSeries())), {
      status: 200,
      json: {
        timestamp: now,
        series: [
          {
            metric: 'system.cpu_percent',
            labels: {},
            unit: 'percent',
            timestamp: now - 500,
            value: 30,
            quality: 'measured',
          },
          {
            metric: 'system.network_rx_bytes_per_second',
            labels: { interface: 'eth"0' },
            unit: 'bytes_per_second',
            timestamp: now - 100,
            value: 5,
            quality: 'estimated',
          },
        ],
      },
    });
  });

  it('takes a metric, a pattern, and the older spelling of rules', () => {
    for (const metric of ['system.cpu_percent', 'system.cpu*', '*cpu_percent', 'system.data.cpu_percent']) {
      const { json } = get(`/api/metrics/realtime?metric=${metric}`, sourcesOf(twoSeries()));
      assert.deepEqual(
        (json as { series: { metric: string }[] }).series.map((s) => s.metric),
        ['system.cpu_percent'],
      );
    }
  });

  it('gives null, never 0, for what is unavailable, stale or not finite', () => {
    const reader = new FakeReader();
    reader.add('system.cpu_percent', {}, [[now - 100, 0]], 'unavailable');
    reader.add('system.load_1m', {}, [[now - 60_000, 3]]);
    reader.add('system.swap_percent', {}, [[now - 100, Infinity]]);
    const { json } = get('/api/metrics/realtime', sourcesOf(reader));
    for (const { value, timestamp } of (json as { series: { value: unknown; timestamp: unknown }[] }).series)
      assert.deepEqual({ value, timestamp }, { value: null, timestamp: null });
  });

  it('is an empty list before anything is known', () => {
    assert.deepEqual(get('/api/metrics/realtime', sourcesOf(new FakeReader())).json, { timestamp: now, series: [] });
  });
});

describe('GET /api/metrics/historical', () => {
  const points = (query: string, reader = twoSeries()): unknown => {
    const { status: code, json } = get(`/api/metrics/historical?metric=system.cpu_percent&${query}`, sourcesOf(reader));
    assert.equal(code, 200, JSON.stringify(json));
    return (json as { series: { points: unknown }[] }).series[0]?.points;
  };

  it('gives every sample of the range, both ends included', () => {
    const url = `/api/metrics/historical?metric=system.cpu_percent&from=${now - 2500}&to=${now - 500}`;
    assert.deepEqual(get(url, sourcesOf(twoSeries())).json, {
      from: now - 2500,
      to: now - 500,
      stepMs: 0,
      agg: 'avg',
      series: [{ metric: 'system.cpu_percent', labels: {}, unit: 'percent', points: cpu }],
    });
    assert.deepEqual(points(`from=${now - 2499}&to=${now - 501}`), [[now - 1500, 20]]);
  });

  it('reaches five minutes back when no range is given', () => {
    const { json } = get('/api/metrics/historical?metric=system.*', sourcesOf(twoSeries()));
    assert.equal((json as { from: number }).from, now - 300_000);
    assert.equal((json as { to: number }).to, now);
  });

  it('reads across the ends of the stretches that it works in, each sample once', () => {
    const reader = new FakeReader();
    const samples = Array.from({ length: 61 }, (_, i): [number, number] => [now - 30_000 + i * 500, i]);
    reader.add('system.cpu_percent', {}, samples);
    assert.deepEqual(points(`from=${now - 30_000}&to=${now}`, reader), samples);
    assert.deepEqual(points(`from=${now - 30_000}&to=${now}&step=60000&agg=count`, reader), [
      [now - 80_000, 20],
      [now - 20_000, 41],
    ]);
  });

  it('marks a gap with one null', () => {
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
    assert.deepEqual(points('', reader), [
      [t + 1, 1],
      [t + 2, null],
      [t + 4, 2],
      [t + 5, null],
    ]);
  });

  it('makes one value of each step, and null of a step without samples', () => {
    const reader = new FakeReader();
    const t = now - 5000;
    reader.add('system.cpu_percent', {}, [
      [t, 1],
      [t + 999, 3],
      [t + 1000, 5],
      [t + 3000, 7],
      [t + 3001, Infinity],
    ]);
    assert.deepEqual(points(`from=${t}&to=${t + 3500}&step=1000`, reader), [
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
    it(`makes ${agg} of a step`, () => {
      const reader = new FakeReader();
      reader.add('system.cpu_percent', {}, values);
      const made = points(`from=${now - 10_000}&to=${now - 1}&step=10000&agg=${agg}`, reader) as [number, number][];
      assert.equal(made.length, 1);
      assert.ok(Math.abs(made[0]![1] - value) < 1e-9, `${made[0]![1]} is not ${value}`);
    });

  it('keeps quantiles of long steps within 1 %', () => {
    const reader = new FakeReader();
    reader.add('system.cpu_percent', {}, values);
    const made = points(`from=${now - 10_000}&to=${now}&step=60000&agg=p95`, reader) as [number, number][];
    assert.ok(Math.abs(made[0]![1] - 95) <= 0.95, String(made[0]![1]));
  });

  it('answers for what memory holds of a range without bounds', () => {
    assert.deepEqual(points('from=0&to=8640000000000000'), cpu);
    assert.deepEqual(points('from=0&to=8640000000000000&step=1000'), [
      [now - 3000, 10],
      [now - 2000, 20],
      [now - 1000, 30],
      [now, null],
    ]);
    assert.deepEqual(points(`from=0&to=1`), []);
    assert.deepEqual(points(`from=0&to=1&step=1`), []);
    assert.deepEqual(points(`from=${now + 1}&to=${now + 2}&step=1`), []);
  });

  it('refuses what would be too many points, and says what to ask for', () => {
    const reader = new FakeReader();
    reader.add('system.cpu_percent', {}, [
      [now - 60_000, 1],
      [now, 2],
    ]);
    const url = '/api/metrics/historical?metric=system.*&from=0&step=';
    const { status: code, json } = get(`${url}1`, sourcesOf(reader));
    assert.equal(code, 400);
    const { message } = (json as { error: { message: string } }).error;
    const enough = /a step of (\d+) ms/.exec(message)?.[1];
    assert.ok(enough, message);
    assert.equal(get(url + enough, sourcesOf(reader)).status, 200);
  });

  it('refuses too many samples before it has said anything', () => {
    const reader = new FakeReader();
    reader.add(
      'system.cpu_percent',
      {},
      Array.from({ length: 50_001 }, (_, i) => [now - 50_001 + i, 1] as const),
    );
    assert.equal(get('/api/metrics/historical?metric=system.cpu_percent', sourcesOf(reader)).status, 400);
    assert.equal((points(`from=${now - 50_000}&to=${now}`, reader) as unknown[]).length, 50_000);
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
    it(`refuses ${query}`, () => {
      const { status: code, json } = get(`/api/metrics/historical?metric=system.*&${query}`, sourcesOf(twoSeries()));
      assert.equal(code, 400);
      assert.match((json as { error: { message: string } }).error.message, /\.$/);
    });
});

describe('a metric that is asked for', () => {
  const hostile = [
    '',
    '%00',
    'system.cpu_percent%00',
    '../../etc/passwd',
    'system.cpu%0d%0aX-Evil:1',
    '<script>',
    'system.nothing',
    'constructor',
    '__proto__',
    '*'.repeat(9),
    'a'.repeat(129),
    'system.%F0%9F%98%80',
  ];
  for (const metric of hostile)
    it(`is refused when it is ${JSON.stringify(metric.slice(0, 30))}`, () => {
      for (const path of ['realtime', 'historical'])
        assert.equal(get(`/api/metrics/${path}?metric=${metric}`, sourcesOf(twoSeries())).status, 400);
    });

  it('is required where everything would be too much', () => {
    const { status: code, json } = get('/api/metrics/historical', sourcesOf(twoSeries()));
    assert.equal(code, 400);
    assert.match(JSON.stringify(json), /metric is missing/);
  });
});

describe('GET /api/metrics/aggregated', () => {
  const stats = {
    count: 4,
    min: 1,
    max: 4,
    avg: 2.5,
    sum: 10,
    last: 4,
    rate: 1,
    change: 3,
    stddev: 1.1,
    p50: 2,
    p95: 4,
    p99: 4,
  };

  it('gives the statistics of the window', () => {
    const reader = new FakeReader();
    reader.add('system.cpu_percent', {}, cpu);
    reader.stats = { ...stats, first: 1 };
    assert.deepEqual(get('/api/metrics/aggregated?window=1m', sourcesOf(reader)).json, {
      window: '1m',
      series: [{ metric: 'system.cpu_percent', labels: {}, ...stats }],
    });
    get('/api/metrics/aggregated?window=1s', sourcesOf(reader));
    get('/api/metrics/aggregated?window=1h&metric=system.*', sourcesOf(reader));
    assert.deepEqual(reader.askedWindows, [60_000, 1000, 3_600_000]);
  });

  it('counts 0 and has nothing else where the window has no sample', () => {
    const reader = new FakeReader();
    reader.add('system.cpu_percent', {}, []);
    const { json } = get('/api/metrics/aggregated?window=1m', sourcesOf(reader));
    const series = (json as { series: Record<string, unknown>[] }).series[0];
    assert.equal(series?.['count'], 0);
    for (const name of ['min', 'max', 'avg', 'sum', 'last', 'rate', 'change', 'stddev', 'p50', 'p95', 'p99'])
      assert.equal(series[name], null, name);
  });

  for (const query of ['', '?window=', '?window=3s', '?window=1', '?window=0s', '?window=2h', '?window=1m&step=1'])
    it(`refuses ${JSON.stringify(query)} and names the windows`, () => {
      const { status: code, json } = get(`/api/metrics/aggregated${query}`, sourcesOf(twoSeries()));
      assert.equal(code, 400);
      assert.match(JSON.stringify(json), query.includes('step') ? /window, metric/ : /1s, 1m, 1h/);
    });
});

describe('GET /health', () => {
  it('has the states of the parts and the figures of the monitor', () => {
    assert.deepEqual(get('/health', sourcesOf(new FakeReader())), {
      status: 200,
      json: {
        status: 'healthy',
        timestamp: now,
        components: { system: { state: 'running' }, server: { state: 'running' } },
        metrics: { frameTime: 0.25, memoryUsage: 1000, activeConnections: 2 },
      },
    });
  });

  const withState = (changes: object, isWatching = true) =>
    get(
      '/health',
      sourcesOf(new FakeReader(), {
        status: () => ({ ...status, ...changes }),
        figures: () => ({ ...figures, isWatching }),
      }),
    );

  it('is degraded, and says why, when a part is', () => {
    const answer = withState({ components: [{ id: 'gpu', state: 'degraded', reason: 'no driver' }] });
    assert.equal(answer.status, 200);
    assert.equal((answer.json as { status: string }).status, 'degraded');
    assert.deepEqual((answer.json as { components: unknown }).components, {
      gpu: { state: 'degraded', reason: 'no driver' },
    });
  });

  it('is degraded while a part starts, and healthy with a part that is not wanted', () => {
    assert.equal(
      (withState({ components: [{ id: 'a', state: 'starting' }] }).json as { status: string }).status,
      'degraded',
    );
    assert.equal(
      (withState({ components: [{ id: 'a', state: 'stopped' }] }).json as { status: string }).status,
      'healthy',
    );
  });

  it('is 503 when nothing is watched, unless the user paused it', () => {
    const blind = withState({}, false);
    assert.equal(blind.status, 503);
    assert.equal((blind.json as { status: string }).status, 'degraded');
    const paused = withState({ paused: true }, false);
    assert.equal(paused.status, 200);
    assert.equal((paused.json as { status: string }).status, 'paused');
  });
});

describe('GET /api/metrics/performance', () => {
  it('gives the own figures and no others', () => {
    const reader = twoSeries();
    reader.add('monitor.tick_ms', { stage: 'tick' }, [[now - 10, 0.5]]);
    assert.deepEqual(get('/api/metrics/performance', sourcesOf(reader)).json, {
      timestamp: now,
      frameTime: 0.25,
      memoryUsage: 1000,
      series: [
        {
          metric: 'monitor.tick_ms',
          labels: { stage: 'tick' },
          unit: 'milliseconds',
          timestamp: now - 10,
          value: 0.5,
          quality: 'measured',
        },
      ],
    });
  });
});

describe('GET /api/metrics/stats', () => {
  it('tells what is held and what was left out', () => {
    assert.deepEqual(get('/api/metrics/stats', sourcesOf(twoSeries())).json, {
      timestamp: now,
      series: { total: 2, byMetric: { 'system.cpu_percent': 1, 'system.network_rx_bytes_per_second': 1 } },
      groups: 3,
      samples: 42,
      ring: { since: now - 2500, reachMs: 2500, bytes: 2048 },
      dropped: { late_tick: 1, late_frame: 0 },
      connections: { open: 2, refused: 1, requests: 7 },
    });
  });

  it('reaches nowhere while nothing is held', () => {
    const { json } = get('/api/metrics/stats', sourcesOf(new FakeReader()));
    assert.deepEqual((json as { ring: unknown }).ring, { since: null, reachMs: 0, bytes: 2048 });
  });
});

describe('GET /api/models', () => {
  it('joins each model with its figures; what a runtime does not tell is null', () => {
    const reader = new FakeReader();
    const labels = { runtime: 'local', model: 'tiny' };
    reader.add('model.tokens_per_second', labels, [[now - 10, 58.5]]);
    reader.add('model.output_tokens', labels, [[now - 10, 900]]);
    reader.add('model.output_tokens', { runtime: 'other', model: 'tiny' }, [[now - 10, 1]]);
    reader.add('model.cached_tokens', labels, [[now - 10, 0]], 'unavailable');
    const runtime = {
      name: 'local',
      kind: 'llamacpp',
      url: 'http://127.0.0.1:8080',
      notes: ['start with --metrics'],
    } as const;
    const probes = [{ url: 'http://127.0.0.1:11434', outcome: 'nothing listens' }];
    const runtimes = [{ ...runtime, models: [{ name: 'tiny', state: 'generating', contextTokens: 512 } as const] }];
    assert.deepEqual(get('/api/models', sourcesOf(reader, { status: () => ({ ...status, runtimes, probes }) })).json, {
      timestamp: now,
      models: [
        {
          runtime: 'local',
          name: 'tiny',
          state: 'generating',
          contextTokens: 512,
          figures: {
            tokensPerSecond: 58.5,
            promptTokensPerSecond: null,
            requestsActive: null,
            requestsQueued: null,
            inputTokens: null,
            outputTokens: 900,
            cachedTokens: null,
            reasoningTokens: null,
            requests: null,
            errors: null,
            rateLimited: null,
            energyJoules: null,
          },
        },
      ],
      runtimes: [runtime],
      probes,
      requests: [],
    });
  });

  it('tells what models did lately, the last requests, and where the measuring proxy is', () => {
    const model = { runtime: 'local', model: 'tiny', ttft: { p50: 80, p95: 120, count: 3, source: 'proxy' } } as const;
    const request = {
      id: 1,
      runtime: 'local',
      model: 'tiny',
      kind: 'chat',
      state: 'done',
      startedAt: now,
      tokenQuality: 'measured',
    } as const;
    const proxy = 'http://127.0.0.1:9446';
    const runtimes = [
      { name: 'local', kind: 'llamacpp', url: '', notes: [], models: [{ name: 'tiny', state: 'idle' }] },
    ] as const;
    const { json } = get(
      '/api/models',
      sourcesOf(new FakeReader(), {
        status: () => ({ ...status, runtimes, proxy }),
        activity: () => ({ models: [model, { ...model, runtime: 'other' }], requests: [request] }),
      }),
    );
    const body = json as Models;
    assert.deepEqual(body.models[0]?.activity, model);
    assert.deepEqual(body.requests, [request]);
    assert.equal(body.proxy, proxy);
  });
});

describe('every path without parameters', () => {
  for (const path of ['/health', '/api/metrics/performance', '/api/metrics/stats', '/api/models'])
    it(`${path} refuses parameters`, () => {
      assert.equal(get(`${path}?a=1`, sourcesOf(twoSeries())).status, 400);
    });
});
