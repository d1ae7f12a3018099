import assert from 'node:assert/strict';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { SecretDisk } from '../../../src/engine/secretDisk';
import { loadSecret } from '../../../src/engine/secretFile';
import { openDisk } from '../../support/openDisk';

const words = { name: 'key', replaced: 'the old one counts no more.' };
const secretForm = /^[A-Za-z0-9_-]{43}$/;

describe('A file with a secret', { skip: process.platform === 'win32' }, () => {
  let folder: string;
  let file: string;
  let told: string[];

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'wirthforge-secret-'));
    file = path.join(folder, 'key');
    told = [];
  });
  afterEach(() => rm(folder, { recursive: true }));

  const load = (disk: SecretDisk): Promise<string> =>
    loadSecret(file, words, (level, message) => told.push(`${level}: ${message}`), disk);
  const held = async (): Promise<string> => (await readFile(file, 'utf8')).trimEnd();

  describe('on a disk that keeps no permissions', () => {
    let disk: SecretDisk;
    beforeEach(() => {
      disk = openDisk();
    });

    it('stays the same however often it is read, and people are told once what that means', async () => {
      const secret = await load(disk);
      const later = await Promise.all([load(disk), load(disk)]);
      assert.deepEqual([...later, await load(disk), await held()], [secret, secret, secret, secret]);
      assert.equal(told.length, 1);
      assert.match(told[0]!, /^warn: .*keeps no permissions.*other users.*able to read.*goes on.*Move/);
      assert.deepEqual(await readdir(folder), ['key'], 'nothing is left of trying');
    });

    it('is replaced where it holds none', async () => {
      await writeFile(file, 'nothing');
      const secret = await load(disk);
      assert.match(secret, secretForm);
      assert.equal(await held(), secret);
      assert.match(told.join(), /did not hold a key\. It has a new key now/);
      assert.equal(await load(disk), secret);
    });
  });

  it('is replaced where it is open on a disk that keeps permissions', async () => {
    const disk = new SecretDisk();
    const secret = await load(disk);
    await chmod(file, 0o644);
    const next = await load(disk);
    assert.notEqual(next, secret);
    assert.deepEqual([await load(disk), await held()], [next, next]);
    assert.match(told.join(), /could be read by other users/);
  });
});
