import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import { aesCipher } from '../../../../src/engine/store/encryption/aesCipher';
import { journalName } from '../../../../src/engine/store/journal/journalName';
import { closeEarlier } from '../../../../src/engine/store/upkeep/closeEarlier';
import { StoreFolder } from '../../../../src/engine/store/upkeep/storeFolder';
import { Upkeep } from '../../../../src/engine/store/upkeep/upkeep';
import { JournalRig } from '../../../support/journalRig';
import { Random } from '../../../support/random';
import { SimulatedDisk } from '../../../support/simulatedDisk';
import { testSqlite } from '../../../support/storeSamples';

const dataDir = '/data';
const never = new AbortController().signal;
const cipher = aesCipher(new Uint8Array(32).fill(5));

const fileOf = (epoch: number, sequence: number): string =>
  path.join(dataDir, 'journal', journalName({ epoch, sequence }));
const journalsOf = (disk: SimulatedDisk): string[] =>
  [...disk.files().keys()].filter((file) => file.endsWith('.journal')).map((file) => path.basename(file));

async function openAs(disk: SimulatedDisk, writing: number, key?: typeof cipher): Promise<StoreFolder> {
  const report = (problem: string): void => assert.fail(problem);
  return StoreFolder.open(disk, dataDir, await testSqlite(), { writing, report, ...(key ? { cipher: key } : {}) });
}

async function rowsIn(folder: StoreFolder): Promise<number> {
  let rows = 0;
  await folder.refresh();
  for (const journal of folder.journals())
    for (const record of (await folder.journal(journal)).records)
      if (record.kind === 'rows') rows += record.times.length;
  return rows;
}

/** A writer that has written ten rows. */
async function writerOn(
  disk: SimulatedDisk,
  key?: typeof cipher,
): Promise<{ rig: JournalRig; more: () => Promise<void> }> {
  const rig = new JournalRig(disk, key ? { cipher: key } : {});
  const group = rig.group('fast', 10, 2);
  const more = async (): Promise<void> => {
    rig.rows(group, 10);
    await rig.writer.flush();
  };
  await more();
  return { rig, more };
}

describe('Journals of earlier epochs', () => {
  for (const key of [undefined, cipher])
    it(`count no further than when they were closed${key ? ', encrypted ones too' : ''}`, async () => {
      const disk = new SimulatedDisk(new Random(1));
      const { more } = await writerOn(disk, key);
      const folder = await openAs(disk, 2, key);
      await closeEarlier(folder);
      assert.equal(await rowsIn(folder), 10);
      await more();
      assert.equal(await rowsIn(folder), 10);
      await closeEarlier(folder);
      await closeEarlier(await openAs(disk, 3, key));
      assert.deepEqual(
        journalsOf(disk).sort(),
        [1, 2].map((sequence) => journalName({ epoch: 1, sequence })),
      );
      await new Upkeep(folder, () => 0).recover(never);
      assert.deepEqual(journalsOf(disk), []);
    });

  it('are closed without the key that they are encrypted with, and then stay as they are', async () => {
    const disk = new SimulatedDisk(new Random(1));
    const { more } = await writerOn(disk, cipher);
    const told: string[] = [];
    const report = (problem: string): void => void told.push(problem);
    const blind = await StoreFolder.open(disk, dataDir, await testSqlite(), { writing: 2, report });
    await new Upkeep(blind, () => 0).recover(never);
    await more();
    assert.match(told.join(), /encrypted/);
    assert.equal(journalsOf(disk).length, 2);
    assert.equal(await rowsIn(await openAs(disk, 3, cipher)), 10);
  });

  it('are not gone on with by a writer that wakes, whatever it was about to do', async () => {
    const disk = new SimulatedDisk(new Random(1));
    const { rig, more } = await writerOn(disk);
    await closeEarlier(await openAs(disk, 2));
    await assert.rejects(rig.writer.rotate(), /EEXIST/);
    await more();
    assert.equal(await rowsIn(await openAs(disk, 2)), 10);
  });

  it('lose what is no journal yet, and a torn end', async () => {
    const disk = new SimulatedDisk(new Random(1));
    await writerOn(disk);
    const whole = disk.files().get(fileOf(1, 1))!;
    disk.place(fileOf(1, 1), Buffer.concat([whole, Buffer.from('torn')]));
    disk.place(fileOf(1, 2), Buffer.alloc(3));
    const folder = await openAs(disk, 2);
    await closeEarlier(folder);
    await folder.refresh();
    const [first] = folder.journals();
    assert.equal(await folder.acknowledgedOf(first!), whole.length);
    assert.equal(await rowsIn(folder), 10);
  });

  it('of the writer itself and of later ones are left alone', async () => {
    const disk = new SimulatedDisk(new Random(1));
    await writerOn(disk);
    await closeEarlier(await openAs(disk, 1));
    assert.equal(journalsOf(disk).length, 1);
  });

  it('keep over a loss of power what had not been synced when they were closed', async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const disk = new SimulatedDisk(new Random(seed));
      const { more } = await writerOn(disk);
      // The last writing is in the file, but not on the disk.
      disk.delay = ({ call }) => (call === 'sync' ? new Promise(() => undefined) : undefined);
      void more();
      for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
      disk.delay = () => undefined;
      const folder = await openAs(disk, 2);
      await closeEarlier(folder);
      const rows = await rowsIn(folder);
      assert.equal(rows, 20);
      assert.equal(await rowsIn(await openAs(disk.crash(), 3)), rows);
    }
  });
});
