import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { catalogue, metricIds } from '../../src/protocol/catalogue';
import { TimeHistogram } from '../../src/engine/models/timeHistogram';
import { inBaseUnit } from '../../src/engine/serve/prometheus/baseUnit';
import { sampleNameOf } from '../../src/engine/serve/prometheus/exposition';
import type { RealtimeSeries } from '../../src/engine/serve/routes/realtime';
import { FakeReader } from '../support/fakeSources';
import { PrometheusProgram, promtool } from '../support/prometheusProgram';
import { ServedMetrics } from '../support/servedMetrics';
import { ServingMonitor } from '../support/servingMonitor';

/** So late that no value ends while the tests run. */
const later = Date.now() + 86_400_000;
const hostile = ['a "quoted" name', 'back\\slash\\', 'two\nlines', '{x="1"} 5 # EOF', 'größe 模型 🦙', '\r\t ', ' '];

/** Something of every metric, with whatever labels may hold. */
function everything(): FakeReader {
  const reader = new FakeReader();
  for (const [i, metric] of metricIds.entries()) {
    const { labels } = catalogue[metric];
    const values = labels.length === 0 ? ['none'] : ['plain', ...hostile];
    for (const [j, value] of values.entries())
      reader.add(
        metric,
        Object.fromEntries(labels.map((label) => [label, value])),
        [[later, i * 1000.125 + j]],
        j % 3 === 1 ? 'estimated' : 'measured',
      );
  }
  reader.add('system.connections', { overflow: 'true' }, [[later, 1e21]]);
  reader.add('system.connections', { state: 'small' }, [[later, 1e-9]]);
  reader.add('system.connections', { state: 'nothing' }, [[later, NaN]]);
  reader.add('system.connections', { state: 'unavailable' }, [[later, 0]], 'unavailable');
  return reader;
}

let served: ServedMetrics;
before(async () => {
  served = await ServedMetrics.start({}, everything());
  for (const [i, model] of hostile.entries()) {
    const [firstToken, interToken, duration] = [[0.1, 1, 2.5], [0.01], [1, 10]].map(
      (bounds) => new TimeHistogram(bounds),
    );
    for (const ms of [50, 500, 5000]) firstToken!.add(ms * (i + 1));
    duration!.add(1000);
    served.times.push({
      labels: { runtime: 'r', model },
      firstToken: firstToken!,
      interToken: interToken!,
      duration: duration!,
    });
  }
});
after(async () => {
  await served.end();
});

async function get(what: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(served.url + what, { headers: { Authorization: `Bearer ${await served.token()}`, ...headers } });
}

const askOpen = { Accept: 'application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5' };

describe('GET /metrics', () => {
  it('is the text of Prometheus, or OpenMetrics for who prefers it, and needs the token', async () => {
    const older = await get('/metrics');
    assert.equal(older.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8');
    assert.equal(older.headers.get('x-content-type-options'), 'nosniff');
    assert.doesNotMatch(await older.text(), /# (?:UNIT|EOF)$/m);
    const newer = await get('/metrics', askOpen);
    assert.equal(newer.headers.get('content-type'), 'application/openmetrics-text; version=1.0.0; charset=utf-8');
    assert.match(await newer.text(), /\n# EOF\n$/);
    const refused = await fetch(`${served.url}/metrics`);
    assert.equal(refused.status, 401);
    assert.match(refused.headers.get('content-type') ?? '', /^application\/json/);
    assert.equal((await get('/metrics?metric=system.*')).status, 400);
  });

  it('passes the checks of promtool without a warning', async () => {
    const { code, said } = await promtool(['check', 'metrics'], await (await get('/metrics')).text());
    assert.deepEqual({ code, said }, { code: 0, said: '' });
  });

  it('is read without fault as OpenMetrics, to the last line', async () => {
    const lines = (await (await get('/metrics', askOpen)).text()).split('\n');
    const isSample = (line: string): boolean => line !== '' && !line.startsWith('#');
    // What is kept in blocks needs the time that a scrape adds by itself.
    const timed = lines.map((line) => (isSample(line) ? `${line} 1700000000` : line)).join('\n');
    const folder = await mkdtemp(path.join(os.tmpdir(), 'wirthforge-blocks-'));
    try {
      const file = path.join(folder, 'page');
      const read = async (page: string): Promise<{ code: number; said: string }> => {
        await writeFile(file, page);
        return promtool(['tsdb', 'create-blocks-from', 'openmetrics', file, path.join(folder, 'data')], '');
      };
      const { code, said } = await read(timed);
      assert.equal(code, 0, said);
      assert.match(said, new RegExp(` ${lines.filter(isSample).length} `));
      assert.notEqual((await read(timed.replace('# EOF\n', ''))).code, 0);
      assert.notEqual((await read(timed.replace(/(UNIT \S+) seconds/, '$1 minutes'))).code, 0);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('would be found out by promtool if a name, a type or an escape were wrong', async () => {
    const text = await (await get('/metrics')).text();
    const faults: [RegExp, string][] = [
      [/wirthforge_system_memory_used_bytes/g, 'wirthforge_system_memory_used_kilobytes'],
      [/(TYPE wirthforge_model_requests_total) counter/, '$1 gauge'],
      [/\\"/g, '"'],
    ];
    for (const [right, wrong] of faults) {
      const { code } = await promtool(['check', 'metrics'], text.replace(right, wrong));
      assert.notEqual(code, 0, wrong);
    }
  });
});

describe('a Prometheus that scrapes the monitor', () => {
  let prometheus: PrometheusProgram;
  before(async () => {
    const { host } = new URL(served.url);
    prometheus = await PrometheusProgram.start(host, path.join(served.dataDir, 'token'));
    await prometheus.scraped(3);
  });
  after(async () => {
    await prometheus.end();
  });

  it('finds everything that it says without fault', async () => {
    assert.deepEqual(prometheus.faults(), []);
    assert.doesNotMatch(prometheus.said, /Duplicate|Out of order/i);
    assert.deepEqual(
      (await prometheus.query('max_over_time(up[1h])')).map(({ value }) => value),
      [1],
    );
  });

  it('was given OpenMetrics: it knows units, which the older format cannot say', async () => {
    const metadata = await prometheus.metadata();
    const cpu = metadata.find(({ metric }) => metric === 'wirthforge_system_cpu_ratio');
    assert.deepEqual(
      { type: cpu?.type, unit: cpu?.unit, help: cpu?.help },
      { type: 'gauge', unit: 'ratio', help: catalogue['system.cpu_percent'].meaning },
    );
    assert.equal(metadata.find(({ metric }) => metric === 'wirthforge_model_requests')?.type, 'counter');
  });

  it('has the values of /api/metrics/realtime in base units, all of them and no others', async () => {
    const { series } = (await (await get('/api/metrics/realtime')).json()) as { series: RealtimeSeries[] };
    const expected = series.flatMap(({ metric, labels, unit, value, quality }) => {
      if (value === null) return [];
      const id = metric as keyof typeof catalogue;
      const mark = quality === 'estimated' ? { quality } : {};
      return [[keyOf({ __name__: sampleNameOf(id), ...labels, ...mark }), inBaseUnit(value, unit)] as const];
    });
    const ofRequests = '(first_token|output_token|request_duration)_seconds_(bucket|sum|count)';
    const others = `wirthforge_(build_info|model_${ofRequests})`;
    const scraped = await prometheus.some(`{__name__=~"wirthforge_.*",__name__!~"${others}"}`);
    const found = scraped.map(({ metric, value }) => {
      const own = Object.entries(metric).filter(([label]) => label !== 'instance' && label !== 'job');
      return [keyOf(Object.fromEntries(own)), value] as const;
    });
    assert.equal(expected.length, found.length);
    assert.deepEqual(new Map(found), new Map(expected));
    assert.deepEqual(
      (await prometheus.some('wirthforge_build_info')).map(({ metric }) => metric['version']),
      ['1.2.3'],
    );
  });
});

describe('histograms of the times of requests', () => {
  it('give Prometheus what its quantiles and means are made of', async () => {
    const prometheus = await PrometheusProgram.start(new URL(served.url).host, path.join(served.dataDir, 'token'));
    try {
      await prometheus.scraped(1);
      const [model] = hostile;
      const one = async (expression: string): Promise<number | undefined> =>
        (await prometheus.some(expression)).find(({ metric }) => metric['model'] === model)?.value;
      const name = 'wirthforge_model_first_token_seconds';
      assert.equal(await one(`${name}_count`), 3);
      assert.ok(Math.abs((await one(`${name}_sum`))! - 5.55) < 1e-9);
      assert.equal(await one(`${name}_bucket{le="1.0"}`), 2);
      assert.equal(await one(`histogram_quantile(0.5, ${name}_bucket)`), 0.1 + 0.9 / 2);
      assert.deepEqual(await prometheus.query('wirthforge_model_output_token_seconds_count'), []);
      const metadata = await prometheus.metadata();
      const told = metadata.find(({ metric }) => metric === name);
      assert.deepEqual([told?.type, told?.unit], ['histogram', 'seconds']);
    } finally {
      await prometheus.end();
    }
  });
});

describe('a Prometheus beside a monitor of this machine', () => {
  it('scrapes it without a fault, and sees its totals grow and its shares within bounds', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'wirthforge-scraped-'));
    const monitor = await ServingMonitor.start(folder);
    const prometheus = await PrometheusProgram.start(new URL(monitor.http).host, path.join(folder, 'token'));
    try {
      await prometheus.scraped(process.env['SOAK'] === '1' ? 60 : 5);
      const one = async (expression: string): Promise<number> => (await prometheus.query(expression))[0]?.value ?? NaN;
      assert.deepEqual(prometheus.faults(), []);
      const samples = 'wirthforge_monitor_samples_total[1h]';
      assert.ok((await one(`max_over_time(${samples}) - min_over_time(${samples})`)) > 0);
      assert.equal(await one(`resets(${samples})`), 0);
      const [memory] = await prometheus.some('wirthforge_system_memory_ratio');
      assert.ok(memory && memory.value > 0 && memory.value < 1, JSON.stringify(memory));
    } finally {
      await prometheus.end();
      await monitor.end('SIGKILL');
      await rm(folder, { recursive: true });
    }
  });
});

function keyOf(labels: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}
