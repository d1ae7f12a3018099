import { afterEach, beforeEach, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { nodeDisk } from '../../../../src/engine/store/disk/nodeDisk';
import { KeyFile, keyFileName, StoreLocked } from '../../../../src/engine/store/encryption/keyFile';
import type { Unlocker } from '../../../../src/engine/store/encryption/unlocker';

const editor: Unlocker = { kind: 'editor', secret: randomBytes(32) };
const passphrase: Unlocker = { kind: 'passphrase', passphrase: 'correct horse battery' };

describe('the key of an encrypted store', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'key-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const loaded = async (): Promise<KeyFile> => {
    const file = await KeyFile.load(nodeDisk, folder);
    assert.ok(file);
    return file;
  };

  it('is not there until the store is encrypted for the first time', async () => {
    assert.equal(await KeyFile.load(nodeDisk, folder), undefined);
  });

  it('is opened by the editor that made it, after a restart too', async () => {
    const made = await (await KeyFile.create(nodeDisk, folder, editor)).unlock(editor);
    assert.equal(made.byteLength, 32);
    assert.deepEqual(await (await loaded()).unlock(editor), made);
  });

  it('lies in a file that only its owner reads, and that does not hold it bare', async () => {
    const key = await (await KeyFile.create(nodeDisk, folder, editor)).unlock(editor);
    const file = path.join(folder, keyFileName);
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    assert.deepEqual(await readdir(folder), [keyFileName]);
    const content = await readFile(file, 'utf8');
    for (const encoding of ['hex', 'base64', 'base64url'] as const)
      assert.equal(content.includes(Buffer.from(key).toString(encoding)), false);
  });

  it('is opened by a passphrase once one was added, by the editor as before, and by nothing else', async () => {
    const file = await KeyFile.create(nodeDisk, folder, editor);
    const made = await file.unlock(editor);
    await assert.rejects(file.unlock(passphrase), StoreLocked);
    await file.add(editor, passphrase);
    const again = await loaded();
    assert.deepEqual(again.kinds, new Set(['editor', 'passphrase']));
    assert.deepEqual(await again.unlock(passphrase), made);
    assert.deepEqual(await again.unlock(editor), made);
    await assert.rejects(again.unlock({ kind: 'passphrase', passphrase: 'correct horse batter' }), StoreLocked);
    await assert.rejects(again.unlock({ kind: 'editor', secret: randomBytes(32) }), StoreLocked);
  });

  it('takes a new passphrase in place of the old one', async () => {
    const file = await KeyFile.create(nodeDisk, folder, passphrase);
    await file.add(passphrase, { kind: 'passphrase', passphrase: 'another long phrase' });
    await assert.rejects((await loaded()).unlock(passphrase), StoreLocked);
  });

  it('is not changed by a wrong key', async () => {
    const file = await KeyFile.create(nodeDisk, folder, editor);
    const before = await readFile(path.join(folder, keyFileName));
    await assert.rejects(file.add({ kind: 'editor', secret: randomBytes(32) }, passphrase), StoreLocked);
    assert.deepEqual(await readFile(path.join(folder, keyFileName)), before);
  });

  it('is never replaced by a second one', async () => {
    await KeyFile.create(nodeDisk, folder, editor);
    await assert.rejects(KeyFile.create(nodeDisk, folder, editor), StoreLocked);
  });

  it('refuses a file that is damaged, of another shape or far too large', async () => {
    for (const content of ['', '{', '[]', '{"version":2}', JSON.stringify({ version: 1, keyId: 'x', unlockers: [] })]) {
      await writeFile(path.join(folder, keyFileName), content);
      await assert.rejects(KeyFile.load(nodeDisk, folder), StoreLocked, content);
    }
    await writeFile(path.join(folder, keyFileName), Buffer.alloc(100_000, 32));
    await assert.rejects(KeyFile.load(nodeDisk, folder), StoreLocked);
  });

  it('refuses a wrapped key that would cost minutes to unwrap', async () => {
    await KeyFile.create(nodeDisk, folder, passphrase);
    const place = path.join(folder, keyFileName);
    const content = JSON.parse(await readFile(place, 'utf8')) as { unlockers: { jwe: string }[] };
    const [head = '', ...rest] = content.unlockers[0]!.jwe.split('.');
    const header = JSON.parse(Buffer.from(head, 'base64url').toString()) as object;
    const costly = Buffer.from(JSON.stringify({ ...header, p2c: 1e12 })).toString('base64url');
    content.unlockers[0]!.jwe = [costly, ...rest].join('.');
    await writeFile(place, JSON.stringify(content));
    await assert.rejects((await loaded()).unlock(passphrase), StoreLocked);
  });
});
