import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readJournal } from '../../../../src/engine/store/journal/journalContent';
import { statesOf } from '../../../../src/engine/store/journal/journalSamples';
import { JournalRig, startTime } from '../../../support/journalRig';
import { Random } from '../../../support/random';
import { broken, readBack } from '../../../support/readBack';
import { SimulatedDisk, type DiskOperation } from '../../../support/simulatedDisk';

const codes = ['ENOSPC', 'EDQUOT', 'EIO', 'EROFS', 'EACCES', 'EMFILE', 'ENOENT', 'EBADF'];

async function operationsOfLife(): Promise<DiskOperation[]> {
  const disk = new SimulatedDisk(new Random(1));
  const operations: DiskOperation[] = [];
  disk.fault = (operation) => {
    operations.push(operation);
    return undefined;
  };
  await live(new JournalRig(disk));
  return operations;
}

/** Writes, rotates and writes again, longer than any pause after one failure. */
async function live(rig: JournalRig): Promise<void> {
  const groups = [rig.group('fast', 60, 3), rig.group('slow', 1, 2)];
  for (let step = 0; step < 8; step++) {
    for (const group of groups) rig.rows(group, 20);
    rig.event();
    rig.clock.advance(step === 3 ? 16 * 60_000 : 2000);
    await rig.writer.flush();
  }
  rig.clock.advance(2000);
  await rig.writer.flush();
}

describe('a journal on a disk that fails', () => {
  it('loses and doubles nothing, whichever call fails with whatever code, and says so until it works again', async () => {
    const operations = await operationsOfLife();
    assert.ok(new Set(operations.map(({ call }) => call)).size >= 7);
    for (const { index, call } of operations)
      for (const code of codes) {
        const disk = new SimulatedDisk(new Random(index));
        const rig = new JournalRig(disk);
        disk.fault = (operation) => (operation.index === index ? code : undefined);
        await live(rig);
        const where = `${call} ${index} with ${code}`;
        const found = await readBack(disk.crash());
        assert.equal(broken(rig, found), undefined, where);
        assert.deepEqual([found.rows.get('fast')?.length, found.events.length], [160, 8], where);
        assert.equal(rig.problem, undefined, where);
        if (call === 'close') continue;
        assert.equal(rig.problems.length, 2, where);
        assert.match(rig.problems[0]!, new RegExp(`${code}\\).*kept in memory.*goes on by itself`, 's'), where);
      }
  });

  it('retires every journal but the last, and each only when the next one says how much of it counts', async () => {
    const disk = new SimulatedDisk(new Random(4));
    const rig = new JournalRig(disk);
    const group = rig.group('fast', 60, 3);
    disk.fault = ({ index }) => (index % 13 === 12 ? 'EIO' : undefined);
    for (let hour = 0; hour < 10; hour++) {
      rig.rows(group, 10);
      rig.clock.advance(3_600_000);
      await rig.writer.flush();
    }
    disk.fault = () => undefined;
    await rig.writer.flush();
    const names = [...disk.files().keys()].map((file) => file.slice('/data/'.length)).sort();
    assert.ok(names.length >= 5);
    assert.ok(rig.problems.length >= 4);
    assert.deepEqual(rig.retired, names.slice(0, -1));
    assert.equal(rig.writer.acknowledged?.file, names.at(-1));
  });

  it('waits longer and longer, at most a minute, and leaves no trail of files meanwhile', async () => {
    const disk = new SimulatedDisk(new Random(5));
    const rig = new JournalRig(disk);
    const group = rig.group('fast', 10, 2);
    rig.rows(group, 1);
    await rig.writer.flush();
    const attempts: number[] = [];
    disk.fault = ({ call, path }) => {
      if (call === 'append' && disk.files().get(path)!.length > 0) {
        attempts.push((rig.clock.now() - startTime) / 1000);
        return 'ENOSPC';
      }
      return undefined;
    };
    for (let second = 0; second < 400; second++) {
      rig.rows(group, 10);
      rig.writer.tick();
      await settled();
      rig.clock.advance(1000);
    }
    assert.deepEqual(attempts, [0, 1, 3, 7, 15, 31, 63, 123, 183, 243, 303, 363]);
    assert.equal(disk.files().size, 2);
    disk.fault = () => undefined;
    await rig.writer.flush();
    const found = await readBack(disk);
    assert.equal(broken(rig, found), undefined);
    assert.equal(found.rows.get('fast')?.length, 4001);
    assert.equal(rig.writer.lostRows, 0);
  });

  it('counts the rows that left memory before they could be written, once', async () => {
    const disk = new SimulatedDisk(new Random(6));
    const rig = new JournalRig(disk, { ringBytes: 256 * 3 * 8 * 4 });
    const group = rig.group('fast', 10, 2);
    disk.fault = ({ call }) => (call === 'append' ? 'ENOSPC' : undefined);
    rig.rows(group, 100);
    await rig.writer.flush();
    const lostBefore = rig.writer.lostRows;
    rig.rows(group, 256 * 6);
    await rig.writer.flush();
    await rig.writer.flush();
    disk.fault = () => undefined;
    await rig.writer.flush();
    const written = (await readBack(disk)).rows.get('fast')!;
    const { lostRows } = rig.writer;
    assert.equal(lostBefore, 0);
    assert.ok(lostRows > 0);
    assert.equal(written[0], lostRows);
    assert.equal(written.length + lostRows, group.nextRow);
  });

  it('counts the rows that went with a clock that was set back, and writes what comes after it', async () => {
    const disk = new SimulatedDisk(new Random(10));
    const rig = new JournalRig(disk);
    const group = rig.group('fast', 10, 2);
    rig.rows(group, 20);
    await rig.writer.flush();
    rig.rows(group, 5);
    rig.ring.clear();
    await rig.writer.flush();
    rig.clock.advance(-3_600_000);
    group.lastTimestamp = -Infinity;
    rig.rows(group, 10);
    await rig.writer.flush();
    const written = (await readBack(disk)).rows.get('fast')!;
    assert.deepEqual(written.slice(19), [19, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34]);
    assert.equal(rig.writer.lostRows, 5);
    assert.equal(rig.writer.acknowledged?.rows.get(group.id), group.nextRow);
  });

  it('says what became of a series even when no row of it comes any more', async () => {
    const disk = new SimulatedDisk(new Random(11));
    const rig = new JournalRig(disk);
    const group = rig.group('fast', 10, 2);
    rig.rows(group, 3);
    await rig.writer.flush();
    group.layout[1]!.quality = 'unavailable';
    group.layout[1]!.reason = 'The sensor is gone.';
    rig.clock.advance(5000);
    await rig.writer.flush();
    await rig.writer.flush();
    const [bytes] = [...disk.files().values()];
    const states = [...statesOf(readJournal(bytes!))].map(({ state }) => state);
    assert.deepEqual(states.slice(2), [
      { since: startTime + 5000, quality: 'unavailable', reason: 'The sensor is gone.' },
    ]);
  });

  it('goes on in a folder that is made again after somebody deleted it', async () => {
    const disk = new SimulatedDisk(new Random(7));
    const rig = new JournalRig(disk);
    const group = rig.group('fast', 10, 2);
    rig.rows(group, 5);
    await rig.writer.flush();
    disk.removeFolder('/data');
    rig.rows(group, 5);
    await rig.writer.flush();
    assert.match(rig.problem ?? '', /removed while in use \(ENOENT\)/);
    await rig.writer.flush();
    assert.equal(rig.problem, undefined);
    assert.deepEqual((await readBack(disk.crash())).rows.get('fast'), [5, 6, 7, 8, 9]);
  });

  it('says when the disk does not answer, and that it does again', async () => {
    const disk = new SimulatedDisk(new Random(8));
    const rig = new JournalRig(disk);
    rig.rows(rig.group('fast', 10, 2), 5);
    let answer = (): void => undefined;
    const answered = new Promise<void>((resolve) => (answer = resolve));
    disk.delay = ({ call }) => (call === 'sync' ? answered : undefined);
    rig.writer.tick();
    await settled();
    rig.clock.advance(9000);
    rig.writer.tick();
    assert.equal(rig.problems.length, 0);
    rig.clock.advance(2000);
    rig.writer.tick();
    assert.match(rig.problem ?? '', /has taken 10 s already/);
    disk.delay = () => undefined;
    answer();
    await rig.writer.flush();
    assert.equal(rig.problem, undefined);
    assert.equal(broken(rig, await readBack(disk.crash())), undefined);
  });

  it("leaves another program's file alone, and says what to do", async () => {
    const disk = new SimulatedDisk(new Random(9));
    const file = '/data/journal/00000001-000001.journal';
    disk.place(file, Buffer.from('not ours'));
    const rig = new JournalRig(disk);
    rig.rows(rig.group('fast', 10, 2), 5);
    for (let attempt = 0; attempt < 3; attempt++) await rig.writer.flush();
    assert.match(rig.problem ?? '', /EEXIST.*restart this one/);
    assert.equal(disk.files().get(file)?.toString(), 'not ours');
    assert.equal(readJournal(disk.files().get(file)!).header, undefined);
  });
});

/** Until everything that does not wait for a timer is done. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
