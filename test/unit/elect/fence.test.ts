import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import fc from 'fast-check';
import { addressIn } from '../../../src/engine/elect/address';
import { claimFile, epochOfFile, parseClaim, type Claim } from '../../../src/engine/elect/claims/claim';
import { ClaimFolder } from '../../../src/engine/elect/claims/claimFolder';
import { ClaimFence, fenceOf, requireHeld, Superseded } from '../../../src/engine/elect/fence';
import { tidyClaims } from '../../../src/engine/elect/tidyClaims';

const claimOf = (epoch: number, letter = 'a'): Claim => ({
  ...{ epoch, instance: letter.repeat(16), pid: 1, role: 'window', since: 0, version: '1' },
  address: `/data/leaders/${'0'.repeat(16)}.sock`,
});

describe('claims and their fence', () => {
  let dataDir: string;
  let claims: ClaimFolder;

  beforeEach(async () => {
    dataDir = await mkdtemp(path.join(os.tmpdir(), 'wirthforge-claims-'));
    claims = new ClaimFolder(dataDir);
    await claims.make();
  });
  afterEach(() => rm(dataDir, { recursive: true }));

  it('give an epoch to exactly one of many', async () => {
    const won = await Promise.all(
      Array.from({ length: 20 }, (_, i) => claims.add(claimOf(1, 'abcdefghijklmnopqrst'[i]))),
    );
    assert.equal(won.filter(Boolean).length, 1);
    assert.deepEqual(await readdir(claims.folder), ['00000001.json']);
  });

  it('hold until somebody claims more, and never again after that', async () => {
    await claims.add(claimOf(1));
    const fences = [new ClaimFence(claims, claimOf(1)), fenceOf(dataDir, 1)];
    for (const fence of fences) assert.equal(await fence.holds(), true);
    await claims.add(claimOf(2, 'b'));
    for (const fence of fences) assert.equal(await fence.holds(), false);
    await claims.remove(2);
    for (const fence of fences) assert.equal(await fence.holds(), false);
  });

  it('do not hold when the folder is gone, or was made anew by somebody else', async () => {
    await claims.add(claimOf(1));
    const fences = [new ClaimFence(claims, claimOf(1)), fenceOf(dataDir, 1)];
    for (const fence of fences) assert.equal(await fence.holds(), true);
    await rm(claims.folder, { recursive: true });
    assert.equal(await new ClaimFence(claims, claimOf(1)).holds(), false);
    await claims.make();
    await claims.add(claimOf(1, 'b'));
    for (const fence of fences) assert.equal(await fence.holds(), false);
  });

  it('let their holder take the next epoch, and nobody whom another one has passed', async () => {
    await claims.add(claimOf(1));
    const fence = new ClaimFence(claims, claimOf(1));
    const [next, isHeld] = await Promise.all([fence.next(), fence.holds()]);
    assert.deepEqual([next, fence.epoch, isHeld], [2, 2, true]);
    await claims.add(claimOf(3, 'b'));
    await assert.rejects(fence.next(), { name: 'Superseded' });
    assert.equal(fence.epoch, 2);
  });

  it('let their holder pass over epochs that files have already, unless somebody claims one of them meanwhile', async () => {
    await claims.add(claimOf(1));
    const fence = new ClaimFence(claims, claimOf(1));
    assert.equal(await fence.next(1000), 1000);
    assert.equal(await fence.holds(), true);
    assert.equal(await fence.next(5), 1001);
    const add = claims.add.bind(claims);
    claims.add = async (claim) => (await add(claimOf(1002, 'b'))) && add(claim);
    await assert.rejects(fence.next(2000), { name: 'Superseded' });
    assert.deepEqual(await claims.epochs(), [1, 1000, 1001, 1002]);
    assert.equal(await fence.holds(), false);
  });

  it('that are damaged, too long or no files are nobody', async () => {
    await writeFile(path.join(claims.folder, claimFile(1)), '{"epoch":1');
    await writeFile(path.join(claims.folder, claimFile(2)), JSON.stringify(claimOf(2)).padEnd(5000));
    for (const epoch of [1, 2]) assert.equal(await claims.read(epoch), 'unreadable');
    assert.equal(await claims.read(3), 'missing');
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => parseClaim(text, 1) === undefined));
    assert.deepEqual(['00000000.json', '1.json', '00000012.json', '00000012.json.tmp'].map(epochOfFile), [
      ...[undefined, undefined, 12, undefined],
    ]);
  });

  it('of the dead are removed, but for the last eight', async () => {
    for (let epoch = 1; epoch <= 12; epoch++) await claims.add(claimOf(epoch));
    await tidyClaims(claims, claimOf(12));
    assert.deepEqual(await claims.epochs(), [5, 6, 7, 8, 9, 10, 11, 12]);
  });

  it('lead to no place but sockets of the monitor', () => {
    const near = `${dataDir}/leaders/0123456789abcdef.sock`;
    assert.equal(addressIn(dataDir, near), near);
    assert.equal(addressIn(dataDir, '/elsewhere/leaders/0123456789abcdef.sock'), near);
    for (const bad of ['/var/run/docker.sock', '', '..', `${dataDir}/leaders/key`, `${near}/..`])
      assert.equal(addressIn(dataDir, bad), undefined);
  });
});

describe('An order', () => {
  const given = (holds: () => Promise<boolean>): Promise<void> => requireHeld({ epoch: 1, holds });

  it('is refused only where it is known that another process leads', async () => {
    await given(() => Promise.resolve(true));
    await given(() => Promise.reject(new Error('The disk is gone.')));
    await assert.rejects(
      given(() => Promise.resolve(false)),
      Superseded,
    );
  });

  it('does not wait for a disk that hangs', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      const waiting = given(() => new Promise(() => undefined));
      mock.timers.tick(2000);
      await waiting;
    } finally {
      mock.timers.reset();
    }
  });
});
