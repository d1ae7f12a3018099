import { before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import path from 'node:path';
import { aesCipher } from '../../../../src/engine/store/encryption/aesCipher';
import type { Sqlite } from '../../../../src/engine/store/segments/sqlite';
import { StoreFolder } from '../../../../src/engine/store/upkeep/storeFolder';
import { Upkeep } from '../../../../src/engine/store/upkeep/upkeep';
import type { RetentionSettings } from '../../../../src/engine/store/thread/storeLink';
import { Random } from '../../../support/random';
import { SimulatedDisk } from '../../../support/simulatedDisk';
import {
  assertSameTexts,
  bucketsFrom,
  bucketsOf,
  contentOf,
  figureText,
  rememberedText,
} from '../../../support/storeContent';
import { StoreRecorder } from '../../../support/storeRecorder';
import { testSqlite } from '../../../support/storeSamples';

const dataDir = '/data';
const hourMs = 3_600_000;
const start = Date.UTC(2026, 10, 21, 7, 50);
const never = new AbortController().signal;

const forGood: RetentionSettings = {
  'retention.rawDays': 3650,
  'retention.aggregatedDays': 3650,
  'retention.eventDays': 3650,
  'retention.exportDays': 0,
  'retention.sessionDays': 0,
  'retention.maxMegabytes': 1024,
};

let sqlite: Sqlite;
before(async () => {
  sqlite = await testSqlite();
});

function newDisk(seed = 1): SimulatedDisk {
  return new SimulatedDisk(new Random(seed));
}

async function openFolder(disk: SimulatedDisk, writing?: number, problems: string[] = []): Promise<StoreFolder> {
  return StoreFolder.open(disk, dataDir, sqlite, {
    ...(writing !== undefined && { writing }),
    report: (problem) => problems.push(problem),
  });
}

/** Some journals of one engine. */
async function recorded(
  disk: SimulatedDisk,
  { epoch = 1, at = start, pieces = 1, seconds = 900 } = {},
): Promise<StoreRecorder> {
  const recorder = new StoreRecorder(disk, dataDir, { epoch, start: at });
  for (let piece = 0; piece < pieces; piece++) {
    await recorder.record(seconds);
    await recorder.rotate();
  }
  await recorder.close();
  assert.deepEqual(recorder.problems, []);
  return recorder;
}

const textOf = (recorders: readonly StoreRecorder[]): string[] =>
  recorders.flatMap(({ samples, session, events }) => rememberedText(samples, session, events)).sort();

const namesOf = (disk: SimulatedDisk): string[] =>
  [...disk.files().keys()].map((f) => path.relative(dataDir, f)).sort();

describe('Sealing', () => {
  it('turns journals into segments of every kind, with every sample, event and bucket', async () => {
    const disk = newDisk();
    const recorder = await recorded(disk, { pieces: 2 });
    const folder = await openFolder(disk, 2);
    const journals = folder.journals().length;
    // The one that closes the epoch is put away with them.
    assert.equal(await new Upkeep(folder, () => start).recover(never), journals + 1);
    assert.deepEqual(folder.journals(), []);
    assert.deepEqual(new Set(folder.segments().map(({ kind }) => kind)), new Set(['raw', 'fine', 'coarse', 'events']));
    assertSameTexts(await contentOf(folder), textOf([recorder]));
    const fast = recorder.samples.filter(({ group }) => group === 'fast');
    assertSameTexts(figureText(await bucketsOf(folder, 1000)), figureText(bucketsFrom(fast, 1000)));
    for (const tier of [10_000, 300_000])
      assertSameTexts(figureText(await bucketsOf(folder, tier)), figureText(bucketsFrom(recorder.samples, tier)));
  });

  it('gives the same files however often it is done', async () => {
    const names = new Set<string>();
    for (let i = 0; i < 3; i++) {
      const disk = newDisk(i);
      await recorded(disk);
      await new Upkeep(await openFolder(disk, 2 + i), () => start).recover(never);
      names.add(namesOf(disk).join());
    }
    assert.equal(names.size, 1);
  });

  it('leaves the journal that is being written alone, and takes those that are closed', async () => {
    const disk = newDisk();
    const recorder = new StoreRecorder(disk, dataDir, { epoch: 1, start });
    await recorder.record(60);
    const folder = await openFolder(disk, 1);
    const upkeep = new Upkeep(folder, () => start);
    assert.equal(await upkeep.recover(never), 0);
    assert.equal(await upkeep.seal(await recorder.rotate(), never), 1);
    await recorder.record(60);
    await folder.refresh();
    assert.equal(folder.journals().length, 1);
    assertSameTexts(await contentOf(folder), textOf([recorder]));
  });

  it('seals a journal of an older epoch that turns up late as files of its own', async () => {
    const disk = newDisk();
    const newer = await recorded(disk, { epoch: 2, at: start + 10 * 60_000 });
    const folder = await openFolder(disk, 3);
    const upkeep = new Upkeep(folder, () => start);
    await upkeep.recover(never);
    const late = await recorded(disk, { epoch: 1 });
    assert.ok((await upkeep.seal([], never)) > 0);
    assertSameTexts(await contentOf(folder), textOf([late, newer]));
    assert.deepEqual(new Set(folder.segments().map(({ epoch }) => epoch)), new Set([1, 2]));
  });

  it('counts what a failed writing left behind once', async () => {
    const disk = newDisk();
    const recorder = new StoreRecorder(disk, dataDir, { epoch: 1, start });
    await recorder.record(60);
    let isBroken = true;
    disk.fault = ({ call }) => (isBroken && call === 'sync' ? 'EIO' : undefined);
    await recorder.record(60);
    isBroken = false;
    recorder.clock.advance(60_000);
    await recorder.record(60);
    await recorder.close();
    assert.ok(namesOf(disk).length > 1, 'the writer went on in another journal');
    const folder = await openFolder(disk, 2);
    await new Upkeep(folder, () => start).recover(never);
    assertSameTexts(await contentOf(folder), textOf([recorder]));
  });

  it('goes on later when the disk was full', async () => {
    const disk = newDisk();
    const recorder = await recorded(disk);
    const folder = await openFolder(disk, 2);
    const upkeep = new Upkeep(folder, () => start);
    disk.fault = ({ call, path: file }) => (call === 'append' && file.endsWith('.staged') ? 'ENOSPC' : undefined);
    await assert.rejects(upkeep.recover(never), { code: 'ENOSPC' });
    assertSameTexts(await contentOf(await openFolder(disk)), textOf([recorder]));
    disk.fault = () => undefined;
    await upkeep.recover(never);
    assertSameTexts(await contentOf(folder), textOf([recorder]));
    assert.ok(namesOf(disk).every((name) => name.endsWith('.db')));
  });

  it('removes a journal that never held anything, and sets one aside that cannot be read', async () => {
    const disk = newDisk();
    disk.place(path.join(dataDir, 'journal/00000001-000001.journal'), Buffer.from('half a head'));
    disk.place(path.join(dataDir, 'journal/00000001-000002.journal'), Buffer.alloc(10_000, 7));
    const problems: string[] = [];
    const folder = await openFolder(disk, 2, problems);
    assert.equal(await new Upkeep(folder, () => start).recover(never), 1);
    assert.deepEqual(namesOf(disk), ['journal/00000001-000002.journal.corrupt']);
    assert.equal(problems.length, 1);
    assert.match(problems[0]!, /000002\.journal is damaged.*set aside/);
  });

  it('keeps a copy of a journal whose acknowledged bytes are damaged, and what comes before them', async () => {
    const disk = newDisk();
    const recorder = await recorded(disk, { pieces: 2, seconds: 120 });
    const file = path.join(dataDir, 'journal/00000001-000001.journal');
    const bytes = disk.files().get(file)!;
    const damaged = Buffer.from(bytes);
    damaged[Math.floor(bytes.length * 0.6)]! ^= 1;
    disk.place(file, damaged);
    const problems: string[] = [];
    const folder = await openFolder(disk, 2, problems);
    await new Upkeep(folder, () => start).recover(never);
    assert.match(problems.join(), /is damaged after its first \d+ bytes/);
    assert.deepEqual(disk.files().get(`${file}.corrupt`), damaged);
    const left = await contentOf(folder);
    const all = new Set(textOf([recorder]));
    assert.ok(left.length > 0.6 * all.size && left.length < all.size);
    assert.ok(left.every((text) => all.has(text)));
  });
});

describe('Sealing with a key', () => {
  const cipher = aesCipher(Buffer.alloc(32, 7));

  it('encrypts segments when it is to, and reads them with the key only', async () => {
    const disk = newDisk();
    const recorder = await recorded(disk, { seconds: 60 });
    const folder = await StoreFolder.open(disk, dataDir, sqlite, { cipher, writing: 2, report: assert.ifError });
    await new Upkeep(folder, () => start).recover(never);
    assertSameTexts(await contentOf(folder), textOf([recorder]));
    for (const content of disk.files().values()) assert.ok(!content.includes('system.cpu_core_percent'));
    const problems: string[] = [];
    const locked = await openFolder(disk, 3, problems);
    assert.deepEqual(await contentOf(locked), []);
    assert.equal(problems.length, 1, 'one word for all files');
    assert.ok(
      namesOf(disk).every((name) => name.endsWith('.db')),
      'what is locked is not damaged',
    );
  });

  it('writes without encryption when it is not to, and still reads what is encrypted', async () => {
    const disk = newDisk();
    const first = await recorded(disk, { seconds: 60 });
    const open = (writing: number, encrypts: boolean): Promise<StoreFolder> =>
      StoreFolder.open(disk, dataDir, sqlite, { cipher, encrypts, writing, report: assert.ifError });
    await new Upkeep(await open(2, true), () => start).recover(never);
    const second = await recorded(disk, { epoch: 2, at: start + 600_000, seconds: 60 });
    const folder = await open(3, false);
    await new Upkeep(folder, () => start).recover(never);
    assertSameTexts(await contentOf(folder), textOf([first, second]));
    assert.ok([...disk.files().values()].some((content) => content.includes('system.cpu_core_percent')));
  });
});

describe('Sealing through losses of power', () => {
  it('loses nothing and doubles nothing, whichever call is the last', async () => {
    const made = newDisk();
    const recorder = await recorded(made, { pieces: 2, seconds: 30 });
    const all = textOf([recorder]);
    const work = async (disk: SimulatedDisk): Promise<void> => {
      await new Upkeep(await openFolder(disk, 2), () => start).recover(never);
    };
    const calm = made.crash();
    await work(calm);
    for (let at = 0; at < calm.operationCount; at++) {
      const disk = made.crash();
      const lost = disk.powerLossAt(at);
      const left = await Promise.race([lost, work(disk).then(() => disk)]);
      const folder = await openFolder(left, 3);
      await new Upkeep(folder, () => start).recover(never);
      assertSameTexts(await contentOf(folder), all, `call ${at}`);
      assert.ok(
        namesOf(left).every((name) => name.endsWith('.db')),
        `call ${at}: ${namesOf(left).join()}`,
      );
    }
  });
});

describe('Compaction', () => {
  it('leaves one file for each complete hour and day, with every sample and bucket as before', async () => {
    const disk = newDisk();
    const recorder = await recorded(disk, { pieces: 14 });
    const later = await recorded(disk, { epoch: 2, at: recorder.clock.now() + 60_000, pieces: 3 });
    const recorders = [recorder, later];
    const samples = recorders.flatMap((r) => r.samples);
    const folder = await openFolder(disk, 3);
    let now = later.clock.now();
    const upkeep = new Upkeep(folder, () => now);
    await upkeep.recover(never);
    const check = async (): Promise<void> => {
      assertSameTexts(await contentOf(folder), textOf(recorders));
      for (const tier of [10_000, 300_000])
        assertSameTexts(figureText(await bucketsOf(folder, tier)), figureText(bucketsFrom(samples, tier)));
    };
    const before = folder.segments().length;
    await upkeep.tidy(forGood, never);
    await check();
    assert.ok(folder.segments().length < before / 2, `${before} files became ${folder.segments().length}`);
    now = start + 48 * hourMs;
    await upkeep.tidy(forGood, never);
    await check();
    for (const kind of ['fine', 'coarse', 'events'] as const) assert.equal(folder.segments({ kind }).length, 1, kind);
    for (const tier of [hourMs, 24 * hourMs]) {
      const wide = figureText(await bucketsOf(folder, tier));
      if (wide.length > 0) assertSameTexts(wide, figureText(bucketsFrom(samples, tier)), String(tier));
    }
    assert.ok((await bucketsOf(folder, hourMs)).size > 0);
    assert.deepEqual((await upkeep.tidy(forGood, never)).done, []);
  });

  it('goes on without a segment that turns out to be damaged', async () => {
    const disk = newDisk();
    await recorded(disk, { pieces: 4 });
    const problems: string[] = [];
    await new Upkeep(await openFolder(disk, 2), () => start).recover(never);
    const victim = namesOf(disk).find((name) => name.includes('/fine.'))!;
    const file = path.join(dataDir, victim);
    const bytes = Buffer.from(disk.files().get(file)!);
    bytes[bytes.length >> 1]! ^= 4;
    disk.place(file, bytes);
    const folder = await openFolder(disk, 3, problems);
    await new Upkeep(folder, () => start + 48 * hourMs).tidy(forGood, never);
    assert.equal(problems.length, 1);
    assert.match(problems[0]!, /is damaged.*set aside/);
    assert.deepEqual(disk.files().get(`${file}.corrupt`), bytes);
    assert.equal(folder.segments({ kind: 'fine' }).length, 1);
    assert.deepEqual(
      folder.damaged().map((s) => s.file),
      [`${victim}.corrupt`],
    );
  });

  it('stops when it is called off, with nothing half done', async () => {
    const disk = newDisk();
    const recorder = await recorded(disk, { pieces: 4 });
    const folder = await openFolder(disk, 2);
    const upkeep = new Upkeep(folder, () => start + 48 * hourMs);
    await upkeep.recover(never);
    const abort = new AbortController();
    const calls = disk.operationCount;
    disk.delay = ({ index }) => {
      if (index > calls + 40) abort.abort(new Error('enough'));
      return undefined;
    };
    await assert.rejects(upkeep.tidy(forGood, abort.signal), /enough/);
    assertSameTexts(await contentOf(folder), textOf([recorder]));
  });
});

describe('A reader in another process', () => {
  it('sees everything once at every moment of sealing and compaction, and changes nothing', async () => {
    const disk = newDisk();
    const recorder = await recorded(disk, { pieces: 2, seconds: 60 });
    const all = textOf([recorder]);
    const folder = await openFolder(disk, 2);
    const upkeep = new Upkeep(folder, () => start + 48 * hourMs);
    const own = new Set<string>();
    let isLooking = false;
    let looks = 0;
    disk.delay = async ({ call, path: file }) => {
      if (['list', 'read', 'size'].includes(call)) return;
      if (isLooking) {
        own.add(`${call} ${file}`);
        return;
      }
      isLooking = true;
      assertSameTexts(await contentOf(await openFolder(disk)), all, `before ${call} ${file}`);
      looks++;
      isLooking = false;
    };
    await upkeep.recover(never);
    await upkeep.tidy(forGood, never);
    assert.ok(looks > 50, `looked ${looks} times`);
    assert.deepEqual([...own], []);
  });

  it('leaves a damaged segment where it is, and reads the others', async () => {
    const disk = newDisk();
    await recorded(disk);
    await new Upkeep(await openFolder(disk, 2), () => start).recover(never);
    const victim = namesOf(disk).find((name) => name.includes('/raw.'))!;
    disk.place(path.join(dataDir, victim), Buffer.from('nothing like it'));
    const names = namesOf(disk);
    const problems: string[] = [];
    const folder = await openFolder(disk, undefined, problems);
    for (let i = 0; i < 3; i++) await contentOf(folder);
    assert.equal(problems.length, 1);
    assert.deepEqual(namesOf(disk), names);
    await assert.rejects(folder.change({ add: [], remove: [victim] }), /reading only/);
  });
});

describe('A writer that was superseded', () => {
  it('publishes nothing', async () => {
    const disk = newDisk();
    const recorder = await recorded(disk);
    const folder = await openFolder(disk, 2);
    const newer = new StoreRecorder(disk, dataDir, { epoch: 3, start: start + hourMs });
    await newer.record(10);
    await assert.rejects(new Upkeep(folder, () => start).recover(never), /leads by now/);
    assertSameTexts(await contentOf(await openFolder(disk)), textOf([recorder, newer]));
    assert.equal(folder.segments().length, 0);
  });
});
