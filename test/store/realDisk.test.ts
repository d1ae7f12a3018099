import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Group } from '../../src/engine/metrics/group';
import { nodeDisk } from '../../src/engine/store/disk/nodeDisk';
import { JournalRig } from '../support/journalRig';
import { broken, readBack } from '../support/readBack';

describe('the disk of this machine', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'store-disk-'));
  });
  after(() => rm(folder, { recursive: true }));

  it('makes folders and files that are for their owner only', async () => {
    const inner = path.join(folder, 'a', 'b');
    await nodeDisk.makeFolder(inner);
    await nodeDisk.makeFolder(inner);
    const file = await nodeDisk.create(path.join(inner, 'f'));
    await file.append(Buffer.from('one'));
    await file.append(Buffer.from(' two'));
    await file.sync();
    await file.close();
    await nodeDisk.syncFolder(inner);
    assert.equal((await stat(inner)).mode & 0o777, 0o700);
    assert.equal((await stat(path.join(folder, 'a'))).mode & 0o777, 0o700);
    assert.equal((await stat(path.join(inner, 'f'))).mode & 0o777, 0o600);
    assert.equal((await nodeDisk.read(path.join(inner, 'f'), 7)).toString(), 'one two');
    assert.equal(await nodeDisk.size(path.join(inner, 'f')), 7);
  });

  it('never makes a file over another, and reads none that is larger than expected', async () => {
    const file = path.join(folder, 'there');
    await writeFile(file, 'content');
    await assert.rejects(nodeDisk.create(file), { code: 'EEXIST' });
    await assert.rejects(nodeDisk.read(file, 6), { code: 'EFBIG', message: /has 7 bytes, more than the 6/ });
  });

  it('takes what is missing for nothing where that is harmless, and for an error where it is not', async () => {
    const missing = path.join(folder, 'missing');
    assert.deepEqual(await nodeDisk.list(missing), []);
    assert.equal(await nodeDisk.size(missing), undefined);
    await nodeDisk.remove(missing);
    await assert.rejects(nodeDisk.read(missing, 10), { code: 'ENOENT' });
    await assert.rejects(nodeDisk.rename(missing, `${missing}2`), { code: 'ENOENT' });
    await assert.rejects(nodeDisk.create(path.join(missing, 'f')), { code: 'ENOENT' });
  });

  it('does not take a file in the place of a folder for an empty one', async () => {
    const file = path.join(folder, 'segments');
    await writeFile(file, 'not a folder');
    await assert.rejects(nodeDisk.list(file), { code: 'ENOTDIR' });
    await assert.rejects(nodeDisk.notFiles(file), { code: 'ENOTDIR' });
    assert.deepEqual(await nodeDisk.list(path.join(file, 'inner')), []);
    assert.equal(await nodeDisk.size(path.join(file, 'inner')), undefined);
  });
});

describe('a journal on a real disk', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'store-journal-'));
  });
  after(() => rm(folder, { recursive: true }));

  it('writes, rotates and is read back', async () => {
    const rig = new JournalRig(nodeDisk, { dataDir: folder });
    const group = rig.group('fast', 60, 10);
    for (let flush = 0; flush < 20; flush++) {
      rig.rows(group, 60);
      rig.event();
      rig.clock.advance(flush === 10 ? 3_600_000 : 1000);
      await rig.writer.flush();
    }
    await rig.writer.close();
    const found = await readBack(nodeDisk, folder);
    assert.equal(broken(rig, found), undefined);
    assert.deepEqual([found.rows.get('fast')?.length, found.events.length, found.journals], [1200, 20, 2]);
    assert.deepEqual(rig.problems, []);
  });

  it('goes on in its folder when that was moved away', async () => {
    const dataDir = path.join(folder, 'moved');
    const rig = new JournalRig(nodeDisk, { dataDir });
    const group = rig.group('fast', 60, 3);
    rig.rows(group, 10);
    await rig.writer.flush();
    await rename(dataDir, path.join(folder, 'elsewhere'));
    rig.rows(group, 10);
    await rig.writer.flush();
    assert.match(rig.problem ?? '', /removed while in use \(ENOENT\)/);
    await rig.writer.flush();
    const [before, now] = [await readBack(nodeDisk, path.join(folder, 'elsewhere')), await readBack(nodeDisk, dataDir)];
    // What was appended after the move was not acknowledged, so it may be at both places.
    assert.deepEqual(
      now.rows.get('fast'),
      [...Array(10).keys()].map((row) => row + 10),
    );
    assert.deepEqual(before.rows.get('fast')?.slice(0, 10), [...Array(10).keys()]);
    assert.equal(rig.problem, undefined);
    await rig.writer.close();
  });

  it('says that it may not write, and goes on when it may again', async () => {
    const dataDir = path.join(folder, 'closed');
    const rig = new JournalRig(nodeDisk, { dataDir });
    const group = rig.group('fast', 60, 3);
    rig.rows(group, 10);
    await rig.writer.flush();
    const open = await closeFolder(dataDir);
    rig.rows(group, 10);
    for (let attempt = 0; attempt < 3; attempt++) await rig.writer.flush();
    await open();
    assert.match(rig.problem ?? '', /not allowed to write.*\(EACCES\).*Give the user who runs it permission/s);
    await rig.writer.flush();
    const found = await readBack(nodeDisk, dataDir);
    assert.equal(broken(rig, found), undefined);
    assert.deepEqual([found.rows.get('fast')?.length, rig.problems.length, rig.problem], [20, 2, undefined]);
    await rig.writer.close();
  });
});

/** Takes from this process the right to enter a folder; returns what gives it back. Root has to become somebody else. */
async function closeFolder(folder: string): Promise<() => Promise<void>> {
  const mode = 0o700;
  if (process.geteuid?.() === 0) {
    const nobody = 65_534;
    process.seteuid?.(nobody);
    return () => Promise.resolve(process.seteuid?.(0));
  }
  await chmod(folder, 0);
  return () => chmod(folder, mode);
}

function smallDisk(): void {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'store-small-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]);
  });
  after(async () => {
    execFileSync('umount', [folder]);
    await rm(folder, { recursive: true });
  });

  /** Writes until it fails. Returns how often it wrote. */
  async function fill(rig: JournalRig, group: Group, most: number): Promise<number> {
    for (let flush = 1; flush <= most; flush++) {
      rig.rows(group, 500);
      await rig.writer.flush();
      if (rig.problem !== undefined) return flush;
    }
    return assert.fail('the disk did not become full');
  }

  it('says that the disk is full, loses nothing while memory lasts, and goes on by itself when there is room', async () => {
    const ballast = path.join(folder, 'ballast');
    await writeFile(ballast, Buffer.alloc(900 * 1024));
    const rig = new JournalRig(nodeDisk, { dataDir: folder });
    const group = rig.group('fast', 60, 60);
    rig.rows(group, 10);
    await rig.writer.flush();
    assert.deepEqual(rig.problems, []);
    await fill(rig, group, 50);
    assert.match(rig.problem ?? '', /is full \(ENOSPC\).*Free some space/s);
    for (let attempt = 0; attempt < 5; attempt++) await rig.writer.flush();
    assert.ok((await readdir(path.join(folder, 'journal'))).length <= 2);
    const during = await readBack(nodeDisk, folder);
    assert.equal(broken(rig, during), undefined);
    await rm(ballast);
    await rig.writer.flush();
    assert.equal(rig.problem, undefined);
    assert.equal(rig.problems.length, 2);
    const found = await readBack(nodeDisk, folder);
    assert.equal(broken(rig, found), undefined);
    assert.equal(found.rows.get('fast')?.length, group.nextRow);
    await rig.writer.close();
  });

  it('says that the disk became read-only, and goes on when it is writable again', async () => {
    await rm(path.join(folder, 'journal'), { recursive: true });
    const rig = new JournalRig(nodeDisk, { dataDir: folder });
    const group = rig.group('fast', 60, 4);
    rig.rows(group, 10);
    await rig.writer.flush();
    await rig.writer.close();
    execFileSync('mount', ['-o', 'remount,ro', folder]);
    rig.rows(group, 10);
    await rig.writer.flush();
    assert.match(rig.problem ?? '', /read-only \(EROFS\).*mount it writable/s);
    execFileSync('mount', ['-o', 'remount,rw', folder]);
    await rig.writer.flush();
    const found = await readBack(nodeDisk, folder);
    assert.equal(broken(rig, found), undefined);
    assert.deepEqual([found.rows.get('fast')?.length, rig.problem], [20, undefined]);
    await rig.writer.close();
  });
}

// Only root may mount; a build server that cannot would prove less than it says.
const canMount = process.platform === 'linux' && process.getuid?.() === 0;
if (canMount) describe('a journal on a small disk', smallDisk);
else if (process.env['CI'] === 'true')
  throw new Error('A full disk is tested on one that is mounted, as root on Linux.');
