import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { parse as parseYaml } from 'yaml';
import { runExport, type ExportJob } from '../../src/engine/store/tools/export/runExport';
import { eventsFileOf } from '../../src/protocol/storeJobs';
import { runJob } from '../../src/engine/store/tools/runJob';
import { fillMinute, fillTens, RecordedStore, secondMs } from '../support/recordedStore';
import { noon, testSession } from '../support/storeSamples';

interface Exported {
  readonly format: string;
  readonly version: number;
  readonly exportedAt: string;
  readonly from: number;
  readonly to: number;
  readonly series: readonly {
    readonly metric: string;
    readonly labels: Record<string, string>;
    readonly unit: string;
    readonly quality: string;
    readonly reason?: string;
    readonly stepMs?: number;
    readonly points: readonly (readonly [number, number | null])[];
  }[];
  readonly events: readonly { readonly session_id: string; readonly type: string; readonly data: object }[];
}

const other = '20261121T130000Z-00000002';
const nasty = { note: 'a "quote", a\nline, \u0085 \u2028 : - # {[ ünï 🙂' };
let store: RecordedStore;
before(async () => {
  store = await RecordedStore.make();
  await store.add('fine', (builder) => {
    fillTens(builder, testSession, noon - 3600 * secondMs);
  });
  await store.add('raw', (builder) => {
    fillMinute(builder, testSession, noon);
  });
  await store.add('fine', (builder) => {
    fillTens(builder, testSession, noon);
  });
  await store.add('raw', (builder) => {
    fillMinute(builder, other, noon + 3600 * secondMs);
  });
  await store.add('events', (builder) => {
    const event = { session: testSession, timestamp: noon + 0.5, type: 'config.changed' } as const;
    builder.addEvent({ ...event, sequence: 1, data: nasty });
    builder.addEvent({ ...event, sequence: 2, session: other, timestamp: noon + 3600 * secondMs, data: {} });
  });
});
after(async () => {
  await store.end();
});

async function exported(job: Partial<ExportJob> & Pick<ExportJob, 'format'>): Promise<{ text: string; file: string }> {
  const file = path.join(store.dataDir, 'exports', `out.${job.format}`);
  const range = { from: noon - 7200 * secondMs, to: noon + 86_400 * secondMs };
  await runJob({ kind: 'export', file, range, metrics: [], ...job }, await store.context());
  return { text: await readFile(file, 'utf8'), file };
}

describe('an export', () => {
  it('holds every sample once, each series by how good it is, and means where samples are gone', async () => {
    const { text } = await exported({ format: 'json' });
    const json = JSON.parse(text) as Exported;
    assert.equal(json.format, 'wirthforge-export');
    assert.equal(json.version, 1);
    const cpu = json.series.filter(({ metric }) => metric === 'system.cpu_percent');
    assert.deepEqual(
      cpu.map(({ quality, stepMs, points }) => [quality, stepMs, points.length]),
      [
        // Second 10 to 12 have no value: one null marks the gap.
        ['measured', 10_000, 6],
        ['measured', undefined, 28],
        ['estimated', undefined, 30],
        ['measured', undefined, 28],
        ['estimated', undefined, 30],
      ],
    );
    assert.deepEqual(cpu[1]!.points.slice(9, 12), [
      [noon + 9000, 9],
      [noon + 10_000, null],
      [noon + 13_000, 13],
    ]);
    assert.deepEqual(cpu[0]!.points[2], [noon - 3600 * secondMs + 20_000, 24.5]);
    assert.equal(cpu[2]!.reason, 'The counter went away.');
    assert.equal(cpu[2]!.unit, 'percent');
    const disks = json.series.filter(({ labels }) => labels['device'] === 'sd"a,\n');
    assert.equal(
      disks.reduce((sum, { points }) => sum + points.length, 0),
      126,
    );
    assert.deepEqual(
      json.events.map(({ session_id, type, data }) => [session_id, type, data]),
      [
        [testSession, 'config.changed', nasty],
        [other, 'config.changed', {}],
      ],
    );
  });

  it('says the same in YAML', async () => {
    const json = JSON.parse((await exported({ format: 'json' })).text) as Exported;
    const yaml = parseYaml((await exported({ format: 'yaml' })).text) as Exported;
    assert.deepEqual(yaml, json);
  });

  it('says in YAML that there is nothing', async () => {
    const { text } = await exported({ format: 'yaml', range: { from: 1, to: 2 } });
    const { series, events } = parseYaml(text) as Exported;
    assert.deepEqual([series, events], [[], []]);
  });

  it('says the same in CSV, events in a file of their own', async () => {
    const { text, file } = await exported({ format: 'csv' });
    const rows = parseCsv(text);
    assert.deepEqual(rows[0], ['timestamp', 'metric', 'labels', 'value', 'unit', 'quality', 'origin', 'step_ms']);
    const json = JSON.parse((await exported({ format: 'json' })).text) as Exported;
    const expected = json.series.flatMap(({ metric, labels, unit, quality, stepMs, points }) =>
      points.map(([time, value]) => [
        new Date(time).toISOString(),
        metric,
        JSON.stringify(labels),
        value === null ? '' : String(value),
        unit,
        value === null ? 'unavailable' : quality,
        '',
        String(stepMs ?? 0),
      ]),
    );
    assert.deepEqual(rows.slice(1), expected);
    const events = parseCsv(await readFile(eventsFileOf(file), 'utf8'));
    assert.equal(events.length, 3);
    assert.equal(events[1]![0], '2026-11-21T12:00:00.000500Z');
    assert.deepEqual(JSON.parse(events[1]![4]!), nasty);
  });

  it('is of one session where that is asked for', async () => {
    const json = JSON.parse((await exported({ format: 'json', range: { session: other } })).text) as Exported;
    assert.ok(json.series.every(({ points }) => points.every(([time]) => time >= noon + 3600 * secondMs)));
    assert.deepEqual(
      json.series.map(({ metric }) => metric),
      ['system.disk_read_bytes_per_second', 'system.cpu_percent', 'system.cpu_percent'],
    );
    assert.equal(json.events.length, 1);
    await assert.rejects(
      exported({ format: 'json', range: { session: '20200101T000000Z-00000009' } }),
      /There is no session/,
    );
  });

  it('is of some metrics and some time where that is asked for', async () => {
    const range = { from: noon + 5000, to: noon + 7000 };
    const { text } = await exported({ format: 'json', range, metrics: ['system.cpu*'] });
    const { series } = JSON.parse(text) as Exported;
    assert.deepEqual(
      series.map(({ metric, points }) => [metric, points]),
      [
        [
          'system.cpu_percent',
          [
            [noon + 5000, 5],
            [noon + 6000, 6],
            [noon + 7000, 7],
          ],
        ],
      ],
    );
  });

  it('leaves nothing behind when it is cancelled, and says so in the events', async () => {
    const folder = path.join(store.dataDir, 'cancelled');
    const abort = new AbortController();
    store.recorded.length = 0;
    const context = await store.context({
      signal: abort.signal,
      progress: ({ step }) => {
        if (step.startsWith('Writing system')) abort.abort(new Error('cancelled'));
      },
    });
    const range = { from: 0, to: noon * 2 };
    const job: ExportJob = { kind: 'export', file: path.join(folder, 'x.csv'), format: 'csv', range, metrics: [] };
    await assert.rejects(runExport(job, context), /cancelled/);
    assert.deepEqual(await readdir(folder), []);
    assert.deepEqual(
      store.recorded.map(({ type, data }) => [type, (data as { outcome?: string }).outcome]),
      [
        ['export.started', undefined],
        ['export.finished', 'cancelled'],
      ],
    );
  });
});

/** RFC 4180, read by the letter. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  let row: string[] = [];
  while (cell.lastIndex < text.length) {
    const match = cell.exec(text);
    assert.ok(match, 'not CSV');
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
