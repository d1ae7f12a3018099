import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import path from 'node:path';
import type { Disk } from '../../../../src/engine/store/disk/disk';
import { applyChange, recoverChanges } from '../../../../src/engine/store/upkeep/folderChange';
import { Random } from '../../../support/random';
import { SimulatedDisk, type DiskMutants } from '../../../support/simulatedDisk';

const dataDir = '/data';
const before = { 'journal/00000001-000001.journal': 'rows', 'segments/old.db': 'old' };
const after = { 'segments/new-a.db': 'first of the new', 'segments/new-b.db': 'second' };
const change = {
  epoch: 7,
  number: 1,
  add: Object.entries(after).map(([file, text]) => ({ name: path.basename(file), bytes: Buffer.from(text) })),
  remove: Object.keys(before),
};

type World = Record<string, string>;

function place(disk: SimulatedDisk, world: World): SimulatedDisk {
  for (const [file, text] of Object.entries(world)) disk.place(path.join(dataDir, file), Buffer.from(text));
  return disk;
}

function worldOf(disk: SimulatedDisk): World {
  return Object.fromEntries(
    Array.from(disk.files(), ([file, content]) => [path.relative(dataDir, file), content.toString('latin1')]),
  );
}

function sameWorld(a: World, b: World): boolean {
  const text = (world: World): string => JSON.stringify(Object.entries(world).sort());
  return text(a) === text(b);
}

/** Calls of the disk that work makes. */
async function callsOf(make: () => SimulatedDisk, work: (disk: SimulatedDisk) => Promise<unknown>): Promise<number> {
  const disk = make();
  await work(disk);
  return disk.operationCount;
}

/** Runs work until it is done or power is lost at a call. */
async function interrupted(
  disk: SimulatedDisk,
  at: number,
  work: (disk: SimulatedDisk) => Promise<unknown>,
): Promise<{ disk: SimulatedDisk; isDone: boolean }> {
  const lost = disk.powerLossAt(at).then((left) => ({ disk: left, isDone: false }));
  const done = work(disk).then(() => ({ disk: disk.crash(), isDone: true }));
  return Promise.race([lost, done]);
}

/** Crashes at every call of a change, and at a random call of the recovery; tells what was wrong afterwards. */
async function faults(seed: number, mutants: DiskMutants = {}, wrap = (disk: Disk): Disk => disk): Promise<string[]> {
  const random = new Random(seed);
  const make = (): SimulatedDisk => place(new SimulatedDisk(random, mutants), before);
  const apply = (disk: Disk): Promise<void> => applyChange(wrap(disk), dataDir, change);
  const found: string[] = [];
  const calls = await callsOf(make, apply);
  for (let at = 0; at <= calls; at++) {
    const first = await interrupted(make(), at, apply);
    const calm = await callsOf(
      () => first.disk.crash(),
      (disk) => recoverChanges(disk, dataDir),
    );
    const second = await interrupted(first.disk, random.integer(0, calm), (disk) => recoverChanges(disk, dataDir));
    const { problems } = await recoverChanges(second.disk, dataDir);
    const left = worldOf(second.disk.crash());
    if (problems.length > 0) found.push(`call ${at}: ${problems.join()}`);
    else if (first.isDone ? !sameWorld(left, after) : !sameWorld(left, before) && !sameWorld(left, after))
      found.push(`call ${at}: ${JSON.stringify(left)}`);
  }
  return found;
}

const seeds = Array.from({ length: 25 }, (_, i) => i + 1);

async function caught(mutants: DiskMutants, wrap?: (disk: Disk) => Disk): Promise<boolean> {
  for (const seed of seeds) if ((await faults(seed, mutants, wrap)).length > 0) return true;
  return false;
}

describe('A change of the data folder', () => {
  it('adds all its files and removes all it names', async () => {
    const disk = place(new SimulatedDisk(new Random(1)), before);
    await applyChange(disk, dataDir, change);
    assert.deepEqual(worldOf(disk), after);
    assert.deepEqual(worldOf(disk.crash()), after);
  });

  it('is whole or not at all after power is lost at any call, and again during recovery', async () => {
    for (const seed of seeds) assert.deepEqual(await faults(seed), []);
  });

  it('leaves nothing on a disk that is full, since the journal needs the room', async () => {
    for (const full of ['new-b.db.00000007.staged', '00000007-1.change.tmp']) {
      const disk = place(new SimulatedDisk(new Random(1)), before);
      disk.fault = ({ call, path: file }) => (call === 'append' && file.endsWith(full) ? 'ENOSPC' : undefined);
      await assert.rejects(applyChange(disk, dataDir, change), { code: 'ENOSPC' });
      assert.ok(sameWorld(worldOf(disk), before), Object.keys(worldOf(disk)).join());
    }
  });

  it('would be found out if files were not synced', async () => {
    assert.ok(await caught({ ignoreSync: true }));
  });

  it('would be found out if folders were not synced', async () => {
    assert.ok(await caught({ ignoreFolderSync: true }));
  });

  it('would be found out if the old files went before the new ones were there for good', async () => {
    const hasty = (disk: Disk): Disk => ({
      list: (folder) => disk.list(folder),
      notFiles: (folder) => disk.notFiles(folder),
      read: (file, most) => disk.read(file, most),
      size: (file) => disk.size(file),
      makeFolder: (folder) => disk.makeFolder(folder),
      rename: (from, to) => disk.rename(from, to),
      remove: (file) => disk.remove(file),
      syncFile: (file) => disk.syncFile(file),
      syncFolder: (folder) => disk.syncFolder(folder),
      create: async (file) => {
        if (file.endsWith('.change.tmp'))
          for (const old of change.remove) {
            await disk.remove(path.join(dataDir, old));
            await disk.syncFolder(path.dirname(path.join(dataDir, old)));
          }
        return disk.create(file);
      },
    });
    assert.ok(await caught({}, hasty));
  });

  it('keeps a file that is rewritten under its own name', async () => {
    const disk = place(new SimulatedDisk(new Random(1)), { 'segments/same.db': 'same' });
    const same = { name: 'same.db', bytes: Buffer.from('same') };
    await applyChange(disk, dataDir, { epoch: 1, number: 1, add: [same], remove: ['segments/same.db'] });
    assert.deepEqual(worldOf(disk), { 'segments/same.db': 'same' });
  });

  it('touches nothing when the disk is full, so that it can be tried again', async () => {
    for (const call of ['create', 'append', 'sync'] as const) {
      const disk = place(new SimulatedDisk(new Random(1)), before);
      disk.fault = (operation) => (operation.call === call ? 'ENOSPC' : undefined);
      await assert.rejects(applyChange(disk, dataDir, change), { code: 'ENOSPC' });
      disk.fault = () => undefined;
      await recoverChanges(disk, dataDir);
      assert.deepEqual(worldOf(disk), before);
      await applyChange(disk, dataDir, change);
      assert.deepEqual(worldOf(disk), after);
    }
  });

  it('refuses names that lead out of the folders of journals and segments', async () => {
    const disk = place(new SimulatedDisk(new Random(1)), { ...before, token: 'secret' });
    for (const remove of ['token', '../token', 'segments/../token', '/etc/passwd', 'segments/.', 'journal\\x', ''])
      await assert.rejects(applyChange(disk, dataDir, { ...change, add: [], remove: [remove] }), /not the store's own/);
    for (const name of ['../x.db', 'a/b.db', '.db', 'x.sh', ''])
      await assert.rejects(
        applyChange(disk, dataDir, { ...change, add: [{ name, bytes: Buffer.from('x') }], remove: [] }),
        /not the store's own/,
      );
    assert.deepEqual(worldOf(disk), { ...before, token: 'secret' });
  });
});

describe('Recovery of the data folder', () => {
  const note = (add: string[], remove: string[]): string => JSON.stringify({ add, remove });

  it('sets a damaged note aside and leaves the files alone', async () => {
    for (const text of ['', '{', '[]', '{"add":["../../x.db"],"remove":[]}', note([], ['token']), '{"add":1}']) {
      const disk = place(new SimulatedDisk(new Random(1)), { ...before, 'segments/00000001-1.change': text });
      const { problems } = await recoverChanges(disk, dataDir);
      assert.equal(problems.length, 1);
      assert.deepEqual(worldOf(disk), { ...before, 'segments/00000001-1.change.corrupt': text });
    }
  });

  it('keeps the old files when a new one is nowhere to be found, and says so', async () => {
    const written = note(['new-a.db', 'new-b.db'], Object.keys(before));
    const disk = place(new SimulatedDisk(new Random(1)), {
      ...before,
      'segments/new-a.db.00000001.staged': 'first of the new',
      'segments/00000001-1.change': written,
    });
    const { problems } = await recoverChanges(disk, dataDir);
    assert.match(problems.join(), /new-b\.db .*nothing is lost/);
    assert.deepEqual(worldOf(disk), before);
  });

  it('saves what there is when old and new files are gone, and says what is lost', async () => {
    const disk = place(new SimulatedDisk(new Random(1)), {
      'segments/new-a.db.00000001.staged': 'first of the new',
      'segments/00000001-1.change': note(['new-a.db', 'new-b.db'], Object.keys(before)),
    });
    const { problems } = await recoverChanges(disk, dataDir);
    assert.match(problems.join(), /new-b\.db is gone/);
    assert.deepEqual(worldOf(disk), { 'segments/new-a.db': 'first of the new' });
  });

  it('removes what was begun and not committed, and does nothing in a folder that is in order', async () => {
    const left = { 'segments/x.db.00000001.staged': 'half', 'segments/00000001-1.change.tmp': 'half' };
    const disk = place(new SimulatedDisk(new Random(1)), { ...before, ...left });
    assert.deepEqual(await recoverChanges(disk, dataDir), { finished: 0, problems: [] });
    assert.deepEqual(worldOf(disk), before);
    assert.deepEqual(await recoverChanges(new SimulatedDisk(new Random(1)), dataDir), { finished: 0, problems: [] });
  });
});
