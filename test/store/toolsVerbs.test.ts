import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { dispatch } from '../../src/cli/dispatch';
import type { ControlCommand } from '../../src/engine/serve/control/controlCommand';
import { leadForATool } from '../../src/engine/elect/leadForATool';
import { fillMinute, RecordedStore } from '../support/recordedStore';
import { ServedMetrics } from '../support/servedMetrics';
import { noon, testSession } from '../support/storeSamples';

interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function wirthforge(...words: string[]): Promise<Run> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await dispatch(words, {
    version: '1.2.3',
    environment: {},
    platform: 'linux',
    home: os.tmpdir(),
    out: (line) => out.push(`${line}\n`),
    outBytes: (bytes) => {
      out.push(Buffer.from(bytes).toString('utf8'));
      return Promise.resolve();
    },
    err: (line) => err.push(`${line}\n`),
    createEngine: () => assert.fail('no engine is needed'),
    stop: new AbortController().signal,
    sqliteFile: path.join(process.cwd(), 'node_modules', 'sql.js', 'dist', 'sql-wasm.wasm'),
  });
  return { code, out: out.join(''), err: err.join('') };
}

let store: RecordedStore;
let elsewhere = '';
beforeEach(async () => {
  store = await RecordedStore.make();
  elsewhere = await mkdtemp(path.join(os.tmpdir(), 'wirthforge-verbs-'));
  await store.add('raw', (builder) => {
    fillMinute(builder, testSession, noon);
  });
  await store.add('events', (builder) => {
    const event = { session: testSession, timestamp: noon, type: 'config.changed' } as const;
    builder.addEvent({
      ...event,
      sequence: 1,
      data: { keys: ['enabled'], from: { enabled: true }, to: { enabled: false } },
    });
  });
});
afterEach(async () => {
  await store.end();
  await rm(elsewhere, { recursive: true });
});

const there = (): string => `--data-dir=${store.dataDir}`;
const range = ['--from=2026-11-21T11:00:00Z', '--to=2026-11-21T13:00:00Z'];

describe('wirthforge without a running monitor', () => {
  it('exports to standard output and to a file', async () => {
    const piped = await wirthforge('export', ...range, '--metrics', 'system.cpu*', there());
    assert.equal(piped.code, 0, piped.err);
    const json = JSON.parse(piped.out) as { series: { points: unknown[] }[]; events: unknown[] };
    assert.equal(
      json.series.reduce((sum, { points }) => sum + points.length, 0),
      58,
    );
    assert.equal(json.events.length, 1);
    const file = path.join(elsewhere, 'a.csv');
    const written = await wirthforge('export', ...range, '--format', 'csv', '--out', file, there());
    assert.equal(written.code, 0, written.err);
    assert.equal((JSON.parse(written.out) as { samples: number }).samples, 117);
    assert.deepEqual((await readdir(elsewhere)).sort(), ['a.csv', 'a.events.csv']);
    const csv = await wirthforge('export', ...range, '--format', 'csv', there());
    assert.equal(csv.out, await readFile(file, 'utf8'));
    assert.match(csv.err, /Give --out to get both/);
  });

  it('says nothing of an export that nobody reads to its end', async () => {
    const words = [path.resolve('dist', 'cli.js'), 'export', ...range, '--format', 'csv', there()];
    const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe'] });
    // As `head` does, which has seen enough before anything comes.
    child.stdout.destroy();
    let err = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    const [code] = (await once(child, 'close')) as [number | null];
    assert.equal(code, 0, err);
    assert.doesNotMatch(err, /wirthforge: /);
  });

  it('backs up, removes, and restores', async () => {
    const file = path.join(elsewhere, 'b.zip');
    const before = (await readdir(path.join(store.dataDir, 'segments'))).sort();
    assert.equal((await wirthforge('backup', file, there())).code, 0);
    const purged = await wirthforge('purge', '--session', testSession, '--yes', there());
    assert.equal(purged.code, 0, purged.err);
    assert.equal((JSON.parse(purged.out) as { samples: number }).samples, 117);
    const left = JSON.parse((await wirthforge('list', '--json', there())).out) as { sessions: { id: string }[] };
    assert.equal(left.sessions.length, 1);
    // The removal itself is written down, with figures and nothing of what was removed.
    const told = await wirthforge('export', '--session', left.sessions[0]!.id, there());
    const { events } = JSON.parse(told.out) as { events: { type: string; data: Record<string, unknown> }[] };
    assert.deepEqual(
      events.map(({ type }) => type),
      ['session.start', 'purge.finished', 'session.end'],
    );
    assert.equal(events[1]!.data['samples'], 117);
    const restored = await wirthforge('restore', file, there());
    assert.equal(restored.code, 0, restored.err);
    assert.match(restored.err, /replaced-\d{8}T\d{6}Z/);
    assert.deepEqual((await readdir(path.join(store.dataDir, 'segments'))).sort(), before);
    const listed = await wirthforge('list', there());
    assert.match(listed.out, new RegExp(testSession));
  });

  it('ends with 1 when something cannot be read any more', async () => {
    assert.equal((await wirthforge('validate', there())).code, 0);
    const folder = path.join(store.dataDir, 'segments');
    const [name] = await readdir(folder);
    await writeFile(path.join(folder, name!), 'broken');
    const { code, out, err } = await wirthforge('validate', there());
    assert.equal(code, 1);
    assert.match(out, /loss +segments/);
    assert.match(err, /1 problem means that something cannot be read any more/);
  });

  it('replays from the store and from an export', async () => {
    const stored = await wirthforge('replay', testSession, there());
    assert.equal(stored.code, 0, stored.err);
    const file = path.join(elsewhere, 'a.json');
    await wirthforge('export', '--session', testSession, '--out', file, there());
    const read = await wirthforge('replay', '--json', file, '--verbose');
    assert.equal(read.code, 0, read.err);
    const states = [stored.out, read.out].map((text) => {
      return (JSON.parse(text.trimEnd().split('\n').at(-1)!) as { state: unknown }).state;
    });
    assert.deepEqual(states[0], states[1]);
    assert.match(read.out, /config\.changed/);
    const missing = await wirthforge('replay', '20200101T000000Z-00000001', there());
    assert.equal(missing.code, 1);
    assert.match(missing.err, /There is no session/);
  });

  it('tidies up', async () => {
    const { code, out, err } = await wirthforge('maintenance', '--weekly', there());
    assert.equal(code, 0, err);
    assert.match(out, /everything can be read/);
  });

  it('changes nothing while somebody else does who takes no commands', async () => {
    const lead = await leadForATool(store.dataDir, '1.2.3', () => undefined);
    try {
      const { code, err } = await wirthforge('purge', '--all', '--yes', there());
      assert.equal(code, 1);
      assert.match(err, /is changing what is recorded/);
      assert.equal((await wirthforge('list', there())).code, 0);
    } finally {
      await lead.release();
    }
    assert.equal((await readdir(path.join(store.dataDir, 'segments'))).length, 2);
  });

  it('brings an old configuration to today’s keys and keeps the old file', async () => {
    const file = path.join(elsewhere, 'c.json');
    const old = '{"privacy":{"retentionPolicy":{"rawData":3}},"odd":1}';
    await writeFile(file, old);
    const { code, out, err } = await wirthforge('migrate-config', file);
    assert.equal(code, 0, err);
    assert.match(out, /privacy\.retentionPolicy\.rawData +3 +retention\.rawDays +3/);
    assert.match(err, /warn: odd: There is no setting of this name/);
    assert.deepEqual(JSON.parse(await readFile(file, 'utf8')), { odd: 1, retention: { rawDays: 3 } });
    assert.equal(await readFile(`${file}.bak`, 'utf8'), old);
    assert.match((await wirthforge('migrate-config', file)).out, /Nothing had to be changed/);
    await writeFile(file, old);
    assert.equal((await wirthforge('migrate-config', file)).code, 1);
    assert.equal(await readFile(file, 'utf8'), old);
  });

  const wrong: readonly string[][] = [
    ['purge', '--yes'],
    ['purge', '--all'],
    ['purge', '--all', '--before', '2026-01-01', '--yes'],
    ['purge', '--before', 'yesterday', '--yes'],
    ['purge', '--session', '../x', '--yes'],
    ['backup'],
    ['backup', 'a.tar'],
    ['backup', 'a.zip', 'b.zip'],
    ['restore'],
    ['list', '--limit', '0'],
    ['export', '--format', 'xml'],
    ['export', '--session', 'x', '--from', '2026-01-01'],
    ['export', '--from', '2026-01-02', '--to', '2026-01-01'],
    ['export', '--metrics', 'a b'],
    ['maintenance', '--weekly', '--monthly'],
    ['replay'],
    ['migrate-config'],
  ];
  for (const words of wrong)
    it(`ends with 2 and touches nothing for: ${words.join(' ')}`, async () => {
      const { code, out, err } = await wirthforge(...words);
      assert.deepEqual([code, out], [2, '']);
      assert.match(err, /^wirthforge: [^\n]+--help\.\n$/);
    });
});

describe('wirthforge beside a running monitor', () => {
  it('has the monitor change the store, and tells how far it is', async () => {
    const asked: ControlCommand[] = [];
    const served = await ServedMetrics.start({}, undefined, (command, progress) => {
      asked.push(command);
      progress({ step: 'Copying' });
      if (command.kind === 'maintenance') return Promise.reject(new Error('The disk is full. Free some space.'));
      return Promise.resolve({ samples: 5, backups: ['backups/x.zip'] });
    });
    try {
      const data = `--data-dir=${served.dataDir}`;
      const purged = await wirthforge('purge', '--before', '2026-11-21', '--yes', data);
      assert.equal(purged.code, 0, purged.err);
      assert.equal((JSON.parse(purged.out) as { samples: number }).samples, 5);
      assert.match(purged.err, /Copying/);
      assert.match(purged.err, /may still hold it.*backups\/x\.zip/);
      const file = path.join(elsewhere, 'b.zip');
      assert.equal((await wirthforge('backup', file, data)).code, 0);
      const failed = await wirthforge('maintenance', data);
      assert.equal(failed.code, 1);
      assert.match(failed.err, /The disk is full\. Free some space\./);
      assert.deepEqual(asked, [
        { kind: 'purge', what: { before: Date.UTC(2026, 10, 21) } },
        { kind: 'backup', file },
        { kind: 'maintenance', depth: 'daily' },
      ]);
      assert.deepEqual((await readdir(served.dataDir)).sort(), ['endpoints.json', 'token']);
    } finally {
      await served.end();
    }
  });

  it('compares the monitor’s memory with its budget', async () => {
    const served = await ServedMetrics.start();
    try {
      const { code, out, err } = await wirthforge('memory-check', '--json', `--data-dir=${served.dataDir}`);
      assert.equal(code, 0, err);
      assert.deepEqual((JSON.parse(out) as { ringBytes: number }).ringBytes, 2048);
    } finally {
      await served.end();
    }
  });
});
