import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Models } from '../../../src/engine/serve/routes/models';
import { FakeReader, figures, now, sourcesOf, status } from '../../support/fakeSources';
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

describe('GET /api/metrics/realtime', () => {
  it('gives the newest value of every series', async () => {
    assert.deepEqual(await get('/api/metrics/realtime', sourcesOf(twoSeries())), {
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

  it('takes a metric, a pattern, and the older spelling of rules', async () => {
    for (const metric of ['system.cpu_percent', 'system.cpu*', '*cpu_percent', 'system.data.cpu_percent']) {
      const { json } = await get(`/api/metrics/realtime?metric=${metric}`, sourcesOf(twoSeries()));
      assert.deepEqual(
        (json as { series: { metric: string }[] }).series.map((s) => s.metric),
        ['system.cpu_percent'],
      );
    }
  });

  it('gives null, never 0, for what is unavailable, stale or not finite', async () => {
    const reader = new FakeReader();
    reader.add('system.cpu_percent', {}, [[now - 100, 0]], 'unavailable');
    reader.add('system.load_1m', {}, [[now - 60_000, 3]]);
    reader.add('system.swap_percent', {}, [[now - 100, Infinity]]);
    const { json } = await get('/api/metrics/realtime', sourcesOf(reader));
    for (const { value, timestamp } of (json as { series: { value: unknown; timestamp: unknown }[] }).series)
      assert.deepEqual({ value, timestamp }, { value: null, timestamp: null });
  });

  it('is an empty list before anything is known', async () => {
    assert.deepEqual((await get('/api/metrics/realtime', sourcesOf(new FakeReader()))).json, {
      timestamp: now,
      series: [],
    });
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
    it(`is refused when it is ${JSON.stringify(metric.slice(0, 30))}`, async () => {
      for (const path of ['realtime', 'historical'])
        assert.equal((await get(`/api/metrics/${path}?metric=${metric}`, sourcesOf(twoSeries()))).status, 400);
    });

  it('is required where everything would be too much', async () => {
    const { status: code, json } = await get('/api/metrics/historical', sourcesOf(twoSeries()));
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

  it('gives the statistics of the window', async () => {
    const reader = new FakeReader();
    reader.add('system.cpu_percent', {}, cpu);
    reader.stats = { ...stats, first: 1 };
    assert.deepEqual((await get('/api/metrics/aggregated?window=1m', sourcesOf(reader))).json, {
      window: '1m',
      series: [{ metric: 'system.cpu_percent', labels: {}, ...stats }],
    });
    await get('/api/metrics/aggregated?window=1s', sourcesOf(reader));
    await get('/api/metrics/aggregated?window=1h&metric=system.*', sourcesOf(reader));
    assert.deepEqual(reader.askedWindows, [60_000, 1000, 3_600_000]);
  });

  it('counts 0 and has nothing else where the window has no sample', async () => {
    const reader = new FakeReader();
    reader.add('system.cpu_percent', {}, []);
    const { json } = await get('/api/metrics/aggregated?window=1m', sourcesOf(reader));
    const series = (json as { series: Record<string, unknown>[] }).series[0];
    assert.equal(series?.['count'], 0);
    for (const name of ['min', 'max', 'avg', 'sum', 'last', 'rate', 'change', 'stddev', 'p50', 'p95', 'p99'])
      assert.equal(series[name], null, name);
  });

  for (const query of ['', '?window=', '?window=3s', '?window=1', '?window=0s', '?window=2h', '?window=1m&step=1'])
    it(`refuses ${JSON.stringify(query)} and names the windows`, async () => {
      const { status: code, json } = await get(`/api/metrics/aggregated${query}`, sourcesOf(twoSeries()));
      assert.equal(code, 400);
      assert.match(JSON.stringify(json), query.includes('step') ? /window, metric/ : /1s, 1m, 1h/);
    });
});

describe('GET /health', () => {
  it('has the states of the parts and the figures of the monitor', async () => {
    assert.deepEqual(await get('/health', sourcesOf(new FakeReader())), {
      status: 200,
      json: {
        status: 'healthy',
        timestamp: now,
        components: { system: { state: 'running' }, server: { state: 'running' } },
        backup: { ready: true },
        metrics: { frameTime: 0.25, memoryUsage: 1000, activeConnections: 2, alertsPerMinute: 3 },
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

  it('is degraded, and says why, when a part is', async () => {
    const answer = await withState({ components: [{ id: 'gpu', state: 'degraded', reason: 'no driver' }] });
    assert.equal(answer.status, 200);
    assert.equal((answer.json as { status: string }).status, 'degraded');
    assert.deepEqual((answer.json as { components: unknown }).components, {
      gpu: { state: 'degraded', reason: 'no driver' },
    });
  });

  it('tells reasons that hold paths or addresses only to those who may read', async () => {
    const reasons = ["EACCES: permission denied, open '/home/ann/x'", 'http://ann:pw@127.0.0.1:1/ is not reached'];
    const components = reasons.map((reason, i) => ({ id: `part${i}`, state: 'degraded' as const, reason }));
    const sources = sourcesOf(new FakeReader(), { status: () => ({ ...status, components }) });
    const open = JSON.stringify(await get('/health', sources));
    assert.doesNotMatch(open, /ann|home|pw/);
    assert.match(open, /told to those who show a token only/);
    const known = JSON.stringify(await get('/health', sources, 'viewer'));
    for (const reason of reasons) assert.ok(known.includes(reason), known);
  });

  it('says whether a backup would disturb nobody, and why not', async () => {
    const backup = { ready: false, reason: 'The store seals.' };
    const answer = await get('/health', sourcesOf(new FakeReader(), { backup: () => backup }));
    assert.equal(answer.status, 200);
    assert.deepEqual((answer.json as { backup: unknown }).backup, backup);
  });

  it('is degraded while a part starts, and healthy with a part that is not wanted', async () => {
    assert.equal(
      ((await withState({ components: [{ id: 'a', state: 'starting' }] })).json as { status: string }).status,
      'degraded',
    );
    assert.equal(
      ((await withState({ components: [{ id: 'a', state: 'stopped' }] })).json as { status: string }).status,
      'healthy',
    );
  });

  it('is 503 when nothing is watched, unless the user paused it', async () => {
    const blind = await withState({}, false);
    assert.equal(blind.status, 503);
    assert.equal((blind.json as { status: string }).status, 'degraded');
    const paused = await withState({ paused: true }, false);
    assert.equal(paused.status, 200);
    assert.equal((paused.json as { status: string }).status, 'paused');
  });
});

describe('GET /api/metrics/performance', () => {
  it('gives the own figures and no others', async () => {
    const reader = twoSeries();
    reader.add('monitor.tick_ms', { stage: 'tick' }, [[now - 10, 0.5]]);
    assert.deepEqual((await get('/api/metrics/performance', sourcesOf(reader))).json, {
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
  it('tells what is held and what was left out', async () => {
    assert.deepEqual((await get('/api/metrics/stats', sourcesOf(twoSeries()))).json, {
      timestamp: now,
      series: { total: 2, byMetric: { 'system.cpu_percent': 1, 'system.network_rx_bytes_per_second': 1 } },
      groups: 3,
      samples: 42,
      ring: { since: now - 2500, reachMs: 2500, bytes: 2048 },
      dropped: { late_tick: 1, late_frame: 0 },
      connections: { open: 2, refused: 1, requests: 7 },
    });
  });

  it('reaches nowhere while nothing is held', async () => {
    const { json } = await get('/api/metrics/stats', sourcesOf(new FakeReader()));
    assert.deepEqual((json as { ring: unknown }).ring, { since: null, reachMs: 0, bytes: 2048 });
  });
});

describe('GET /api/models', () => {
  it('joins each model with its figures; what a runtime does not tell is null', async () => {
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
    assert.deepEqual(
      (await get('/api/models', sourcesOf(reader, { status: () => ({ ...status, runtimes, probes }) }))).json,
      {
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
      },
    );
  });

  it('tells what models did lately, the last requests, and where the measuring proxy is', async () => {
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
    const { json } = await get(
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

describe('GET /api/instances', () => {
  it('tells who shares the engine', async () => {
    const leader = {
      instance: 'a'.repeat(16),
      window: 'forge',
      pid: 7,
      role: 'leader',
      kind: 'window',
      since: 1,
    } as const;
    const follower = { instance: 'b'.repeat(16), pid: 8, role: 'follower', kind: 'serve', since: 2 } as const;
    const instances = [leader, follower];
    const sources = sourcesOf(new FakeReader(), { status: () => ({ ...status, instances }) });
    assert.deepEqual((await get('/api/instances', sources)).json, { timestamp: now, instances });
  });
});

describe('every path without parameters', () => {
  for (const path of ['/health', '/api/metrics/performance', '/api/metrics/stats', '/api/models', '/api/instances'])
    it(`${path} refuses parameters`, async () => {
      assert.equal((await get(`${path}?a=1`, sourcesOf(twoSeries()))).status, 400);
    });
});
