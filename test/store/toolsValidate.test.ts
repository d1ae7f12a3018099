import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { PurgeReport, StoreJobResults, ValidationReport } from '../../src/protocol/storeJobs';
import { aesCipher } from '../../src/engine/store/encryption/aesCipher';
import { nodeDisk } from '../../src/engine/store/disk/nodeDisk';
import { toSegmentFile } from '../../src/engine/store/segments/segmentFile';
import { parseSegmentName } from '../../src/engine/store/segments/segmentName';
import { runJob } from '../../src/engine/store/tools/runJob';
import { migrateStore } from '../../src/engine/store/tools/upgrade/migrateStore';
import type { SchemaMigration } from '../../src/engine/store/tools/upgrade/migrations';
import { resealSegments } from '../../src/engine/store/tools/upgrade/resealSegments';
import { StoreFolder } from '../../src/engine/store/upkeep/storeFolder';
import { fillMinute, RecordedStore, secondMs } from '../support/recordedStore';
import { noon, testSession } from '../support/storeSamples';

const other = '20261121T130000Z-00000002';
let store: RecordedStore;
let raw = '';
let events = '';
beforeEach(async () => {
  store = await RecordedStore.make();
  raw = await store.add('raw', (builder) => {
    fillMinute(builder, testSession, noon);
  });
  await store.add('raw', (builder) => {
    fillMinute(builder, other, noon + 3600 * secondMs);
  });
  events = await store.add('events', (builder) => {
    for (const sequence of [1, 2, 3])
      builder.addEvent({
        session: testSession,
        sequence,
        timestamp: noon + sequence,
        type: 'config.changed',
        data: { keys: ['enabled'] },
      });
  });
});
afterEach(async () => {
  await store.end();
});

async function validated(): Promise<ValidationReport> {
  const before = await fingerprint();
  const report = (await runJob({ kind: 'validate' }, await store.context())) as ValidationReport;
  assert.equal(await fingerprint(), before, 'a check changes nothing');
  return report;
}

async function fingerprint(): Promise<string> {
  const hash = createHash('sha256');
  for (const folder of ['journal', 'segments'])
    for (const name of (await readdir(path.join(store.dataDir, folder)).catch(() => [])).sort())
      hash.update(name).update(await readFile(path.join(store.dataDir, folder, name)));
  return hash.digest('hex');
}

describe('a check of the store', () => {
  it('finds nothing in a good one, and counts what is there', async () => {
    const report = await validated();
    assert.deepEqual(report.problems, []);
    assert.deepEqual([report.files, report.samples, report.events], [3, 2 * 117, 3]);
    assert.ok(report.bytes > 1000);
  });

  it('finds a flipped byte anywhere', async () => {
    const file = path.join(store.dataDir, raw);
    const bytes = await readFile(file);
    for (let at = 0; at < bytes.length; at += 997) {
      const copy = Buffer.from(bytes);
      copy[at]! ^= 4;
      await writeFile(file, copy);
      const { problems } = await validated();
      assert.deepEqual(
        problems.map((problem) => [problem.file, problem.weight]),
        [[raw, 'loss']],
        `byte ${at}`,
      );
    }
  });

  it('finds what was set aside, left over and never its own', async () => {
    const folder = path.join(store.dataDir, 'segments');
    await writeFile(path.join(folder, `${path.basename(raw)}.corrupt`), 'x');
    await writeFile(path.join(folder, 'notes.txt'), 'x');
    await writeFile(path.join(folder, '00000001-1.change.tmp'), 'x');
    const { problems } = await validated();
    assert.deepEqual(
      problems.map(({ weight }) => weight),
      ['note', 'note', 'loss'].sort().reverse(),
    );
    assert.match(problems.map(({ what }) => what).join(), /not one of the store/);
  });

  it('finds events that are missing and events that are there twice', async () => {
    const add = (sequence: number): Promise<string> =>
      store.add('events', (builder) => {
        const event = { session: testSession, timestamp: noon + 60_000, type: 'config.changed', data: {} } as const;
        builder.addEvent({ ...event, sequence });
      });
    await add(7);
    assert.match((await validated()).problems[0]!.what, /^3 events of session .* are missing/);
    await add(7);
    assert.match((await validated()).problems[1]!.what, /^1 events of session .* are there twice/);
  });

  it('finds rows that two files hold', async () => {
    await store.add('raw', (builder) => {
      fillMinute(builder, testSession, noon + 50 * secondMs);
    });
    const { problems } = await validated();
    assert.equal(problems.length, 1);
    assert.match(problems[0]!.what, /^10 rows of the group system of session .* are in segments\/raw/);
  });

  it('finds a journal whose beginning is damaged', async () => {
    await mkdir(path.join(store.dataDir, 'journal'), { recursive: true });
    await writeFile(path.join(store.dataDir, 'journal', '00000005-000001.journal'), Buffer.alloc(5000, 7));
    await writeFile(path.join(store.dataDir, 'journal', '00000006-000001.journal'), '');
    const { problems } = await validated();
    assert.deepEqual(
      problems.map(({ weight }) => weight),
      ['loss', 'note'],
    );
  });
});

describe('a removal', () => {
  it('takes a session and nothing else, is written down, and names the backups', async () => {
    await mkdir(path.join(store.dataDir, 'backups'));
    await writeFile(path.join(store.dataDir, 'backups', 'auto-20261121T120000Z.zip'), 'x');
    const context = await store.context();
    const report = (await runJob({ kind: 'purge', what: { session: testSession } }, context)) as PurgeReport;
    assert.deepEqual(
      [report.samples, report.events, report.sessions, report.backups],
      [117, 3, 1, ['backups/auto-20261121T120000Z.zip']],
    );
    assert.equal(store.rotations, 1);
    assert.deepEqual(
      store.recorded.map(({ type, data }) => [type, (data as { samples: number }).samples]),
      [['purge.finished', 117]],
    );
    const after = await validated();
    assert.deepEqual([after.samples, after.events, after.problems.length], [117, 0, 0]);
  });

  it('takes everything', async () => {
    await runJob({ kind: 'purge', what: 'all' }, await store.context());
    assert.deepEqual(await readdir(path.join(store.dataDir, 'segments')), []);
  });
});

describe('maintenance', () => {
  it('checks everything once a week, and tells what it found', async () => {
    const upkeep = (): Promise<{ done: string[]; freedBytes: number }> =>
      Promise.resolve({ done: ['Sealed 1 journals.'], freedBytes: 5 });
    const job = { kind: 'maintenance', depth: 'weekly' } as const;
    assert.deepEqual(await runJob(job, await store.context({ upkeep })), {
      done: ['Sealed 1 journals.', 'Checked 3 files: everything can be read.'],
      freedBytes: 5,
    });
    await writeFile(path.join(store.dataDir, `${raw}.corrupt`), 'x');
    const { done } = (await runJob(job, await store.context({ upkeep }))) as StoreJobResults['maintenance'];
    assert.match(done.at(-1)!, /found 1 that cannot be read/);
  });

  it('encrypts what is not, once that is set, and the other way about', async () => {
    const cipher = aesCipher(new Uint8Array(32).fill(3));
    const options = { writing: 99, cipher, report: () => undefined };
    const folder = await StoreFolder.open(nodeDisk, store.dataDir, store.sqlite, options);
    const context = await store.context({ folder });
    assert.deepEqual(await resealSegments(context), { resealed: 3, left: 0 });
    assert.deepEqual(await resealSegments(context), { resealed: 0, left: 0 });
    for (const name of await readdir(path.join(store.dataDir, 'segments')))
      assert.equal((await readFile(path.join(store.dataDir, 'segments', name))).includes('SQLite format'), false);
    const report = (await runJob({ kind: 'validate' }, context)) as ValidationReport;
    assert.deepEqual([report.samples, report.problems.length], [234, 0]);
    // Without the key nothing is touched.
    assert.equal((await resealSegments(await store.context())).resealed, 0);
  });
});

describe('a newer schema', () => {
  /** Version 0 as a test has it: the times of events were seconds. */
  const fromZero: SchemaMigration = {
    from: 0,
    convert: (sqlite, database) => {
      const open = sqlite.open(Buffer.from(database));
      try {
        open.run('UPDATE event SET timestamp = timestamp * 1000');
        open.run("UPDATE meta SET value = '1' WHERE key = 'schema_version'");
        return open.export();
      } finally {
        open.close();
      }
    },
  };

  /** Makes a segment one of version 0. */
  async function aged(file: string): Promise<void> {
    const bytes = await readFile(path.join(store.dataDir, file));
    const open = store.sqlite.open(Buffer.from(bytes));
    open.run('UPDATE event SET timestamp = timestamp / 1000');
    open.run("UPDATE meta SET value = '0' WHERE key = 'schema_version'");
    const old = toSegmentFile(open.export(), parseSegmentName(path.basename(file))!, undefined);
    open.close();
    const folder = await store.folder();
    await folder.change({ add: [old], remove: [file] });
    folder.close();
  }

  it('is reached step by step, after a backup of all', async () => {
    await aged(events);
    const context = await store.context();
    const { segments, backup } = await migrateStore(context, 1, [fromZero]);
    assert.equal(segments, 1);
    assert.ok((await readFile(backup!)).length > 1000);
    const report = await validated();
    assert.deepEqual([report.events, report.problems], [3, []]);
    const times: number[] = [];
    for (const segment of context.folder.segments({ kind: 'events' }))
      await context.folder.use(segment, (reader) => {
        for (const { timestamp } of reader.events({ from: 0, to: Infinity })) times.push(timestamp);
      });
    assert.deepEqual(times, [noon + 1, noon + 2, noon + 3]);
    assert.deepEqual(await migrateStore(context, 1, [fromZero]), { segments: 0, backup: undefined });
  });

  it('that cannot be reached leaves everything as it is', async () => {
    await aged(events);
    const before = await fingerprint();
    await assert.rejects(migrateStore(await store.context(), 1, []), /knows no way on/);
    const lies: SchemaMigration = { from: 0, convert: (_, database) => database };
    await assert.rejects(migrateStore(await store.context(), 1, [lies]), /knows no way on/);
    assert.equal(await fingerprint(), before);
  });
});
