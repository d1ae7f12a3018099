import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { dispatch } from '../../../src/cli/dispatch';
import { StoredPast } from '../../support/storedPast';
import { noon, testSqlite } from '../../support/storeSamples';

let folder = '';

/** Two minutes in segments, one in a journal. */
before(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'wirthforge-query-'));
  const past = StoredPast.start(await testSqlite(), noon);
  past.layout('system', 1, [
    ['system.cpu_percent', {}],
    ['system.network_rx_bytes_per_second', { interface: 'eth"0' }],
  ]);
  past.layout('fast', 120, [['monitor.tick_ms', { stage: 'tick' }]]);
  const measure = (ms: number): void => {
    past.measure(ms, ({ metric }, time) => (metric === 'system.cpu_percent' ? 10 : Math.floor((time - noon) / 1000)));
  };
  measure(120_000);
  await past.rotate();
  await past.seal();
  measure(60_000);
  await past.flush();
  for (const [file, content] of past.disk.files()) {
    const copy = path.join(folder, path.relative('/data', file));
    await mkdir(path.dirname(copy), { recursive: true });
    await writeFile(copy, content);
  }
});
after(async () => {
  await rm(folder, { recursive: true });
});

/** Whether whoever reads what is written is gone. */
let hasSeenEnough = false;

async function query(...words: string[]): Promise<{ code: number; out: string; err: string[] }> {
  let out = '';
  const err: string[] = [];
  const code = await dispatch(['query', ...words], {
    version: '1.2.3',
    environment: {},
    platform: 'linux',
    home: folder,
    out: (line) => {
      out += `${line}\n`;
    },
    outBytes: (bytes) => {
      if (hasSeenEnough) return Promise.reject(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
      out += Buffer.from(bytes).toString('utf8');
      return Promise.resolve();
    },
    err: (line) => err.push(line),
    createEngine: () => {
      throw new Error('A question needs no engine.');
    },
    stop: new AbortController().signal,
    sqliteFile: path.join(process.cwd(), 'node_modules', 'sql.js', 'dist', 'sql-wasm.wasm'),
  });
  return { code, out, err };
}

const range = [`--from=${noon}`, `--to=${new Date(noon + 179_999).toISOString()}`];
const here = (): string => `--data-dir=${folder}`;

describe('wirthforge query', () => {
  it('tells segments and journals in the JSON of the server', async () => {
    const { code, out, err } = await query('system.cpu_percent', ...range, '--step=1m', '--agg=count', here());
    assert.equal(code, 0, err.join('\n'));
    assert.deepEqual(JSON.parse(out), {
      from: noon,
      to: noon + 179_999,
      stepMs: 60_000,
      agg: 'count',
      series: [
        {
          metric: 'system.cpu_percent',
          labels: {},
          unit: 'percent',
          quality: 'measured',
          points: [0, 1, 2].map((minute) => [noon + minute * 60_000, 60]),
        },
      ],
    });
  });

  it('tells every sample without a step', async () => {
    const { out } = await query('system.network*', ...range, here());
    const { series } = JSON.parse(out) as { series: { labels: object; points: [number, number][] }[] };
    assert.deepEqual(series[0]?.labels, { interface: 'eth"0' });
    assert.deepEqual(
      series[0].points.map(([, value]) => value),
      Array.from({ length: 180 }, (_, i) => i),
    );
  });

  it('writes CSV as the verb export does, and a table', async () => {
    const words = ['system.network*', ...range, '--step=1m', '--agg=max', here()];
    const csv = (await query(...words, '--format=csv')).out.trimEnd().split('\r\n');
    assert.equal(csv[0], 'timestamp,metric,labels,value,unit,quality,origin,step_ms');
    assert.equal(csv.length, 4);
    assert.match(csv[3]!, /^2026-11-21T12:02:00\.000Z,system\.network_rx_bytes_per_second,.*,179,bytes_per_second,/);
    const { out } = await query(...words, '--format=table');
    assert.match(out, /^system\.network_rx_bytes_per_second\{interface="eth"0"\} +bytes_per_second +measured\n/);
    assert.match(out, /2026-11-21T12:01:00\.000Z +119\n/);
  });

  it('says nothing when whoever reads has seen enough', async () => {
    hasSeenEnough = true;
    try {
      const { code, out, err } = await query('system.network*', ...range, here());
      assert.deepEqual([code, out], [0, '']);
      assert.doesNotMatch(err.join('\n'), /EPIPE|fault/);
    } finally {
      hasSeenEnough = false;
    }
  });

  it('says so when nothing was recorded', async () => {
    const { code, out, err } = await query('system.load_1m', '--from', '-24h', '--format=json', here());
    assert.equal(code, 0);
    assert.deepEqual((JSON.parse(out) as { series: unknown }).series, []);
    assert.match(err.join('\n'), /Nothing of this metric was recorded/);
  });

  it('changes nothing in the folder, and makes none', async () => {
    const before = await readdir(folder, { recursive: true });
    await query('*', here());
    assert.deepEqual(await readdir(folder, { recursive: true }), before);
    const missing = path.join(folder, 'missing');
    assert.equal((await query('*', `--data-dir=${missing}`)).code, 0);
    await assert.rejects(readdir(missing), /ENOENT/);
  });

  it('ends with 1 and a step that is enough when a table would be too large', async () => {
    const words = ['monitor.tick_ms', ...range, '--format=table', here()];
    const { code, out, err } = await query(...words);
    assert.deepEqual([code, out], [1, '']);
    const enough = /^wirthforge: .*a step of (\d+) ms/.exec(err.at(-1)!)?.[1];
    assert.ok(enough, err.join('\n'));
    assert.equal((await query(...words, `--step=${enough}`)).code, 0);
  });

  const wrong: readonly string[][] = [
    [],
    ['system.nothing'],
    ['constructor'],
    ['../../etc/passwd'],
    ['*********'],
    ['*', 'extra'],
    ['*', '--from=2', '--to=1'],
    ['*', '--from=yesterday'],
    ['*', '--from', '--to'],
    ['*', '--step=0'],
    ['*', '--step=2d'],
    ['*', '--step=1 m'],
    ['*', '--agg=median'],
    ['*', '--format=xml'],
  ];
  for (const words of wrong)
    it(`ends with 2 and one line for: ${words.join(' ')}`, async () => {
      const { code, out, err } = await query(...words);
      assert.equal(code, 2);
      assert.equal(out, '');
      assert.match(err.join('\n'), /^wirthforge: [^\n]+See wirthforge query --help\.$/);
    });
});
