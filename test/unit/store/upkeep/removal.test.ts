import { before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { mkdtemp, mkdir, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Sqlite } from '../../../../src/engine/store/segments/sqlite';
import type { RetentionSettings } from '../../../../src/engine/store/thread/storeLink';
import { removeOldExports } from '../../../../src/engine/store/upkeep/oldExports';
import { retain } from '../../../../src/engine/store/upkeep/retention';
import { removeFrom } from '../../../../src/engine/store/upkeep/rewrite';
import { StoreFolder } from '../../../../src/engine/store/upkeep/storeFolder';
import { Upkeep } from '../../../../src/engine/store/upkeep/upkeep';
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
import { StoreRecorder, type Remembered } from '../../../support/storeRecorder';
import { testSqlite } from '../../../support/storeSamples';

const dataDir = '/data';
const dayMs = 86_400_000;
const start = Date.UTC(2026, 10, 1, 7);
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

interface World {
  readonly disk: SimulatedDisk;
  readonly folder: StoreFolder;
  readonly first: StoreRecorder;
  readonly second: StoreRecorder;
}

function refuse(problem: string): void {
  assert.equal(problem, '', 'nothing is wrong with the folder');
}

/** Two sessions of ten minutes on the same day, in shared files. */
async function twoSessions(): Promise<World> {
  const disk = new SimulatedDisk(new Random(1));
  const [first, second] = [1, 2].map(
    (epoch) => new StoreRecorder(disk, dataDir, { epoch, start: start + (epoch - 1) * 1_200_000 }),
  ) as [StoreRecorder, StoreRecorder];
  for (const recorder of [first, second]) {
    await recorder.record(600);
    await recorder.close();
  }
  const folder = await StoreFolder.open(disk, dataDir, sqlite, { writing: 3, report: refuse });
  const upkeep = new Upkeep(folder, () => start + 2 * dayMs);
  await upkeep.recover(never);
  await upkeep.tidy(forGood, never);
  assert.equal(folder.segments({ kind: 'fine' }).length, 1);
  return { disk, folder, first, second };
}

async function assertHolds(
  folder: StoreFolder,
  samples: readonly Remembered[],
  texts: readonly string[],
): Promise<void> {
  assertSameTexts(await contentOf(folder), texts);
  for (const tier of [10_000, 300_000])
    assertSameTexts(figureText(await bucketsOf(folder, tier)), figureText(bucketsFrom(samples, tier)));
}

describe('Removing', () => {
  it('takes a session out of files that hold others too, and counts what went', async () => {
    const { folder, first, second } = await twoSessions();
    const removed = await removeFrom(folder, { session: first.session }, never);
    assert.equal(removed.samples, first.samples.length);
    assert.equal(removed.events, first.events);
    assert.equal(removed.sessions, 1);
    assert.ok(removed.freedBytes > 0);
    await assertHolds(folder, second.samples, rememberedText(second.samples, second.session, second.events));
    const again = await removeFrom(folder, { session: first.session }, never);
    assert.deepEqual(again, { samples: 0, events: 0, sessions: 0, freedBytes: 0 });
  });

  it('takes away everything before a time', async () => {
    const { folder, first, second } = await twoSessions();
    const time = start + 1_200_000 + 300_000;
    const removed = await removeFrom(folder, { before: time }, never);
    const kept = second.samples.filter((s) => s.time >= time);
    assert.equal(removed.samples, first.samples.length + second.samples.length - kept.length);
    assert.equal(removed.sessions, 1);
    const gone = Math.ceil((time - (start + 1_200_000)) / 60_000);
    const texts = rememberedText(kept, second.session, second.events).filter((text) => {
      const event = / event (\d+)$/.exec(text);
      return !event || Number(event[1]) > gone;
    });
    await assertHolds(folder, kept, texts);
  });

  it('keeps no bucket that began before the time', async () => {
    const { folder } = await twoSessions();
    const time = start + 1_200_000 + 301_500;
    await removeFrom(folder, { before: time }, never);
    for (const tier of [1000, 10_000, 300_000])
      for (const key of (await bucketsOf(folder, tier)).keys())
        assert.ok(Number(key.slice(key.lastIndexOf(' '))) >= time, `${tier}: ${key}`);
    assert.ok((await contentOf(folder)).length > 0);
  });

  it('takes everything', async () => {
    const { folder, first, second } = await twoSessions();
    const removed = await removeFrom(folder, 'all', never);
    assert.equal(removed.samples, first.samples.length + second.samples.length);
    assert.equal(removed.sessions, 2);
    assert.deepEqual(await folder.bytesByKind(), { journal: 0, raw: 0, fine: 0, coarse: 0, events: 0 });
  });

  it('takes damaged files with their time', async () => {
    const { disk, folder } = await twoSessions();
    const { file } = folder.segments({ kind: 'raw' })[0]!;
    disk.place(path.join(dataDir, `${file}.corrupt`), Buffer.from('what was in it nobody knows'));
    await folder.refresh();
    await removeFrom(folder, { before: start + dayMs }, never);
    assert.deepEqual(folder.damaged(), []);
  });
});

describe('Retention', () => {
  it('removes samples before statistics, and sessions that are too old', async () => {
    const { folder, second } = await twoSessions();
    const now = start + 1_200_000 + 10 * dayMs;
    const report = await retain(folder, { ...forGood, 'retention.rawDays': 7 }, now, never);
    assert.ok(report.freedBytes > 0);
    assert.equal(folder.segments({ kind: 'raw' }).length, 0);
    assert.ok(folder.segments({ kind: 'fine' }).length > 0);
    const limit = { ...forGood, 'retention.sessionDays': (now - (start + 1_260_000)) / dayMs };
    await retain(folder, limit, now, never);
    const sessions = new Set([...(await bucketsOf(folder, 10_000)).keys()].map((key) => key.split(' ')[0]));
    assert.deepEqual([...sessions], [second.session]);
  });

  it('removes nothing for its age while the clock is years ahead, and says why', async () => {
    const { folder } = await twoSessions();
    const before = folder.segments();
    const short = { ...forGood, 'retention.rawDays': 7, 'retention.aggregatedDays': 30, 'retention.eventDays': 90 };
    const ahead = await retain(folder, { ...short, 'retention.sessionDays': 90 }, start + 3650 * dayMs, never);
    assert.deepEqual(folder.segments(), before);
    assert.match(ahead.done.join(), /the clock leapt from there to 2036-1\d-\d\d, .* If it is wrong, set it/);
    const right = await retain(folder, short, start + 2 * dayMs, never);
    assert.deepEqual([folder.segments(), right.done], [before, []]);
  });

  it('removes old exports, and nothing else in their folder', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'wirthforge-exports-'));
    try {
      const exportsFolder = path.join(folder, 'exports');
      await mkdir(path.join(exportsFolder, 'mine'), { recursive: true });
      for (const [name, ageDays] of [
        ['old.json', 3],
        ['young.json', 0.5],
      ] as const) {
        await writeFile(path.join(exportsFolder, name), 'x'.repeat(10));
        const time = new Date(start - ageDays * dayMs);
        await utimes(path.join(exportsFolder, name), time, time);
      }
      assert.deepEqual(await removeOldExports(folder, 0, start), { files: 0, bytes: 0 });
      assert.deepEqual(await removeOldExports(folder, 1, start), { files: 1, bytes: 10 });
      assert.deepEqual((await readdir(exportsFolder)).sort(), ['mine', 'young.json']);
      assert.deepEqual(await removeOldExports(path.join(folder, 'none'), 1, start), { files: 0, bytes: 0 });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
