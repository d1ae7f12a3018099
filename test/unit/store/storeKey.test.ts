import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { nodeDisk } from '../../../src/engine/store/disk/nodeDisk';
import { aesCipher } from '../../../src/engine/store/encryption/aesCipher';
import { KeyFile, keyFileName, StoreLocked } from '../../../src/engine/store/encryption/keyFile';
import type { Unlocker } from '../../../src/engine/store/encryption/unlocker';
import { toSegmentFile } from '../../../src/engine/store/segments/segmentFile';
import { StoreKey } from '../../../src/engine/store/storeKey';

const editor: Unlocker = { kind: 'editor', secret: randomBytes(32) };
const stranger: Unlocker = { kind: 'editor', secret: randomBytes(32) };
const name = { kind: 'raw', from: 0, to: 1000, epoch: 1, sequence: 1 } as const;

describe('StoreKey', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'store-key-'));
    await mkdir(path.join(folder, 'segments'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const keyOf = (unlocker: Unlocker | undefined): StoreKey => new StoreKey(nodeDisk, folder, unlocker);
  const addSegment = async (dataKey: Uint8Array | undefined): Promise<void> => {
    const file = toSegmentFile(Buffer.from('SQLite format 3\0'), name, dataKey && aesCipher(dataKey));
    await writeFile(path.join(folder, 'segments', file.name), file.bytes);
  };

  it('makes no key while nothing is to be encrypted', async () => {
    const key = keyOf(editor);
    await key.open(false);
    assert.deepEqual([key.reading, key.sealing, key.takeChange()], [undefined, undefined, undefined]);
    assert.deepEqual(await readdir(folder), ['segments']);
  });

  it('makes one when something is, beside what is not encrypted yet, and says what becomes of that', async () => {
    await addSegment(undefined);
    const key = keyOf(editor);
    await key.open(true);
    assert.equal(key.sealing?.byteLength, 32);
    assert.match(key.takeChange() ?? '', /encrypted from now on\. Older files stay.*maintenance --monthly/);
    assert.equal(key.takeChange(), undefined);
    const again = keyOf(editor);
    await again.open(true);
    assert.deepEqual(again.sealing, key.sealing);
    assert.equal(again.takeChange(), undefined, 'nothing changed with another start');
  });

  it('reads what is encrypted and writes plainly once it is turned off, and says so', async () => {
    const key = keyOf(editor);
    await key.open(true);
    const { reading } = key;
    key.takeChange();
    await key.open(false);
    assert.deepEqual([key.reading, key.sealing], [reading, undefined]);
    assert.match(key.takeChange() ?? '', /not encrypted from now on/);
    await key.open(true);
    assert.deepEqual(key.sealing, reading);
    assert.match(key.takeChange() ?? '', /encrypted from now on/);
  });

  it('stays open whatever else somebody offers who shares it, and opens with whichever of all fits', async () => {
    const key = keyOf(editor);
    await key.open(true);
    const { sealing } = key;
    assert.equal(key.use(stranger), false, 'nothing is to begin anew');
    await key.open(true);
    assert.deepEqual(key.sealing, sealing);
    const locked = keyOf(stranger);
    await assert.rejects(locked.open(true), StoreLocked);
    assert.equal(locked.use(editor), true);
    assert.equal(locked.use(stranger), false, 'it was tried');
    await locked.open(true);
    assert.deepEqual(locked.sealing, sealing);
    assert.deepEqual(await locked.setPassphrase('correct horse battery'), ['editor', 'passphrase']);
  });

  it('makes no second key beside what a lost one encrypted', async () => {
    const key = keyOf(editor);
    await key.open(true);
    await addSegment(key.sealing);
    await rm(path.join(folder, keyFileName));
    const later = keyOf(editor);
    await assert.rejects(later.open(true), (error: Error) => {
      assert.ok(error instanceof StoreLocked);
      assert.match(error.message, /segments\/raw\.\S+ is encrypted with a key whose file store-key\.json is gone/);
      return true;
    });
    assert.equal(later.sealing, undefined);
    assert.deepEqual(await readdir(folder), ['segments']);
    await later.open(false);
    assert.deepEqual([later.reading, later.sealing], [undefined, undefined]);
  });

  it('neither reads nor encrypts for a stranger, who may record plainly', async () => {
    await keyOf(editor).open(true);
    const key = keyOf(stranger);
    await assert.rejects(key.open(true), StoreLocked);
    assert.equal(key.sealing, undefined);
    await key.open(false);
    assert.deepEqual([key.reading, key.sealing], [undefined, undefined]);
    await assert.rejects(keyOf(undefined).open(true), /its key is not at hand/);
  });

  it('tries the same unlocker on the same file once, however often it is asked', async () => {
    await keyOf(editor).open(true);
    const key = keyOf(stranger);
    const errors = new Set<unknown>();
    for (let attempt = 0; attempt < 3; attempt++)
      await key.open(true).catch((error: unknown) => {
        errors.add(error);
      });
    assert.equal(errors.size, 1);
    assert.equal(key.use(editor), true);
    await key.open(true);
    assert.ok(key.sealing);
    assert.equal(key.use(editor), false);
  });

  it('takes a passphrase of 12 characters or more, which opens the store from then on', async () => {
    const key = keyOf(editor);
    await assert.rejects(key.setPassphrase('long enough for it'), /is not encrypted/);
    await key.open(true);
    await assert.rejects(key.setPassphrase('eleven char'), /at least 12 characters/);
    assert.deepEqual(await key.setPassphrase('long enough for it'), ['editor', 'passphrase']);
    const phrase = keyOf({ kind: 'passphrase', passphrase: 'long enough for it' });
    await phrase.open(true);
    assert.deepEqual(phrase.sealing, key.sealing);
    await phrase.setPassphrase('another that is long');
    await phrase.open(true);
    assert.deepEqual(phrase.sealing, key.sealing);
    await assert.rejects(keyOf({ kind: 'passphrase', passphrase: 'long enough for it' }).open(true), StoreLocked);
    assert.deepEqual((await KeyFile.load(nodeDisk, folder))?.kinds, new Set(['editor', 'passphrase']));
  });

  it('takes the secret of an editor that lost its own, with the passphrase and not without it', async () => {
    const key = keyOf(editor);
    await assert.rejects(key.adopt('long enough for it', randomBytes(32)), /is not encrypted/);
    await key.open(true);
    await key.setPassphrase('long enough for it');
    const secret = randomBytes(32);
    await assert.rejects(key.adopt('not the passphrase', secret), StoreLocked);
    assert.deepEqual(await keyOf(stranger).adopt('long enough for it', secret), ['passphrase', 'editor']);
    const again = keyOf({ kind: 'editor', secret });
    await again.open(true);
    assert.deepEqual(again.sealing, key.sealing);
    await assert.rejects(keyOf(editor).open(true), StoreLocked);
  });

  it('encrypts nothing with a passphrase that is too short', async () => {
    await assert.rejects(keyOf({ kind: 'passphrase', passphrase: 'short' }).open(true), /at least 12 characters/);
    assert.deepEqual(await readdir(folder), ['segments']);
  });
});
