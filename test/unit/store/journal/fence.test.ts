import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import type { EpochFence } from '../../../../src/engine/elect/fence';
import { JournalRig } from '../../../support/journalRig';
import { Random } from '../../../support/random';
import { SimulatedDisk, type DiskCall } from '../../../support/simulatedDisk';

/** A fence that says what it is told to. */
class ToldFence implements EpochFence {
  readonly epoch = 1;
  answer: () => Promise<boolean> = () => Promise.resolve(true);

  holds(): Promise<boolean> {
    return this.answer();
  }
}

function rigWith(disk: SimulatedDisk): { rig: JournalRig; fence: ToldFence; rows: (count: number) => void } {
  const fence = new ToldFence();
  const rig = new JournalRig(disk, { fence });
  const group = rig.group('fast', 10, 2);
  const rows = (count: number): void => {
    rig.rows(group, count);
  };
  return { rig, fence, rows };
}

const written = ({ writer }: JournalRig): number => writer.acknowledged?.rows.get(0) ?? 0;

describe('A journal’s writer with a fence', () => {
  it('acknowledges nothing of what it synced when somebody else leads by then, and writes nothing more', async () => {
    const disk = new SimulatedDisk(new Random(1));
    const { rig, fence, rows } = rigWith(disk);
    rows(10);
    rig.event();
    await rig.writer.flush();
    rows(10);
    rig.event();
    fence.answer = () => Promise.resolve(false);
    await rig.writer.flush();
    assert.equal(written(rig), 10);
    assert.equal(rig.acknowledgedEvents, 1);
    assert.equal(rig.supersededCount, 1);
    assert.equal(rig.problem, undefined);
    const { operationCount } = disk;
    fence.answer = () => Promise.resolve(true);
    rows(10);
    rig.writer.tick();
    await rig.writer.flush();
    await assert.rejects(rig.writer.rotate(), /leads by now/);
    await rig.writer.close();
    assert.equal(disk.operationCount, operationCount);
    assert.equal(rig.supersededCount, 1);
  });

  it('asks after the sync and before it acknowledges', async () => {
    const disk = new SimulatedDisk(new Random(1));
    const { rig, fence, rows } = rigWith(disk);
    const order: (DiskCall | 'fence')[] = [];
    disk.fault = ({ call }) => void order.push(call);
    fence.answer = () => {
      order.push('fence');
      assert.equal(written(rig), 0);
      return Promise.resolve(true);
    };
    rows(10);
    await rig.writer.flush();
    assert.equal(written(rig), 10);
    assert.ok(order.lastIndexOf('fence') > order.lastIndexOf('sync'), order.join());
  });

  it('writes nothing into a journal that it made when somebody else leads by then', async () => {
    const disk = new SimulatedDisk(new Random(1));
    const { rig, fence, rows } = rigWith(disk);
    rows(10);
    disk.fault = ({ call }) => {
      if (call === 'syncFolder') fence.answer = () => Promise.resolve(false);
      return undefined;
    };
    await rig.writer.flush();
    assert.equal(rig.supersededCount, 1);
    const [[file, bytes] = ['', Buffer.alloc(0)]] = disk.files();
    assert.equal(path.basename(file), '00000001-000001.journal');
    assert.ok(bytes.length < 100, 'only its header');
  });

  it('tells why it cannot be told who leads, and has again in the next journal what did not count', async () => {
    const disk = new SimulatedDisk(new Random(1));
    const { rig, fence, rows } = rigWith(disk);
    rows(10);
    await rig.writer.flush();
    fence.answer = () => Promise.reject(new Error('too many open files'));
    rows(10);
    await rig.writer.flush();
    assert.equal(written(rig), 10);
    assert.equal(rig.supersededCount, 0);
    assert.match(rig.problem ?? '', /leads by now cannot be read: too many open files.*kept in memory/);
    fence.answer = () => Promise.resolve(true);
    await rig.writer.flush();
    assert.equal(written(rig), 20);
    assert.equal(rig.problem, undefined);
    assert.equal(rig.writer.acknowledged?.sequence, 2);
  });

  it('takes a journal that is gone for what it is when somebody else leads', async () => {
    const disk = new SimulatedDisk(new Random(1));
    const { rig, fence, rows } = rigWith(disk);
    rows(10);
    await rig.writer.flush();
    await disk.remove(path.join('/data', rig.writer.acknowledged!.file));
    fence.answer = () => Promise.resolve(false);
    rows(10);
    await rig.writer.flush();
    assert.equal(rig.problem, undefined);
    assert.equal(rig.supersededCount, 1);
  });

  it('that is abandoned leaves what it had not written', async () => {
    const disk = new SimulatedDisk(new Random(1));
    const { rig, rows } = rigWith(disk);
    rows(10);
    await rig.writer.flush();
    rows(10);
    await rig.writer.abandon();
    await rig.writer.close();
    assert.equal(written(rig), 10);
    assert.equal(rig.supersededCount, 0);
  });
});
