import assert from 'node:assert/strict';
import { link, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { claimFile, type Claim } from '../../../src/engine/elect/claims/claim';
import { ClaimFolder } from '../../../src/engine/elect/claims/claimFolder';

const claimOf = (letter: string): Claim => ({
  ...{ epoch: 1, instance: letter.repeat(16), pid: 1, role: 'window', since: 0, version: '1' },
  address: `/data/leaders/${'0'.repeat(16)}.sock`,
});

const failing = (code: string) => (): Promise<never> =>
  Promise.reject(Object.assign(new Error(`${code}: link`), { code }));

describe('The folder of claims', () => {
  let dataDir: string;

  beforeEach(async () => {
    dataDir = await mkdtemp(path.join(os.tmpdir(), 'wirthforge-folder-'));
    await new ClaimFolder(dataDir).make();
  });
  afterEach(() => rm(dataDir, { recursive: true }));

  const folderWhere = (giveSecondName: typeof link): ClaimFolder => new ClaimFolder(dataDir, giveSecondName);

  // EISDIR is what Windows says on exFAT and FAT32.
  for (const code of ['EISDIR', 'EPERM', 'ENOTSUP', 'EINVAL', 'UNKNOWN'])
    it(`takes claims where no file has a second name, which is ${code} there`, async () => {
      const claims = folderWhere(failing(code));
      assert.equal(await claims.probe(), true);
      const won = await Promise.all(['a', 'b', 'c'].map((letter) => claims.add(claimOf(letter))));
      assert.equal(won.filter(Boolean).length, 1);
      assert.deepEqual(await readdir(claims.folder), [claimFile(1)]);
      assert.match(await readFile(path.join(claims.folder, claimFile(1)), 'utf8'), /"epoch":1/);
    });

  for (const code of ['ENOSPC', 'EDQUOT'])
    it(`takes no claim where there is no room for a name, which is ${code}`, async () => {
      const claims = folderWhere(failing(code));
      await assert.rejects(claims.probe(), { code });
      await assert.rejects(claims.add(claimOf('a')), { code });
      assert.deepEqual(await readdir(claims.folder), []);
    });

  it('leaves nothing behind when it tries whether a claim can be made', async () => {
    const names: string[] = [];
    const claims = folderWhere(async (from, to) => {
      await link(from, to);
      names.push(...(await readdir(claims.folder)));
    });
    assert.equal(await claims.probe(), true);
    assert.equal(names.length, 2, 'it tries a second name as well');
    assert.deepEqual(await readdir(claims.folder), []);
  });
});
