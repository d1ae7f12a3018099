import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { eventually } from '../../../../build/vscode/eventually.mjs';
import { defaults } from '../../../../src/engine/config/defaults';
import { nodeDisk } from '../../../../src/engine/store/disk/nodeDisk';
import { KeyFile, keyFileName } from '../../../../src/engine/store/encryption/keyFile';
import { StoreKey } from '../../../../src/engine/store/storeKey';
import { Observable } from '../../../../src/host/observable';
import { StoreSecret } from '../../../../src/host/store/storeSecret';
import type { Config } from '../../../../src/protocol/settings';
import { secretId } from '../../../../src/protocol/secretId';
import { FakeSecrets } from '../../../support/fakeSecrets';
import { fake } from '../../../support/fakeVscode';

const passphrase = 'correct horse battery';
const commonName = 'wirthforge.storeSecret';

describe('the secrets of encrypted stores in VS Code', () => {
  let secrets: FakeSecrets;
  let folders: string[];
  let windows: StoreSecret[];

  beforeEach(() => {
    fake.reset();
    secrets = new FakeSecrets();
    folders = [];
    windows = [];
  });
  afterEach(() => {
    for (const window of windows) window.dispose();
    assert.equal(fake.alive.size, 0, 'nobody listens any more');
    for (const folder of folders) rmSync(folder, { recursive: true });
  });

  const folder = (): string => {
    const made = mkdtempSync(path.join(tmpdir(), 'wirthforge-secret-'));
    folders.push(made);
    return made;
  };
  const openWindow = (dataDir: string): { secret: StoreSecret; given: Uint8Array[] } => {
    const given: Uint8Array[] = [];
    const secret = new StoreSecret({
      secrets: secrets as never,
      dataDir,
      config: new Observable<Config>({ ...defaults(), 'store.encrypt': true }),
      log: { write: (_, message) => void fake.logged.push(message) },
      unlock: (bytes) => void given.push(bytes),
    });
    windows.push(secret);
    return { secret, given };
  };
  /** What an engine does that is to encrypt, and was given these in turn. */
  const encrypt = async (dataDir: string, given: readonly Uint8Array[]): Promise<StoreKey> => {
    const key = new StoreKey(nodeDisk, dataDir, undefined);
    for (const secret of given) key.use({ kind: 'editor', secret });
    await key.open(true);
    return key;
  };
  const opens = async (dataDir: string, secret: Uint8Array | undefined): Promise<boolean> => {
    const file = await KeyFile.load(nodeDisk, dataDir);
    if (!secret) return false;
    return file!.unlock({ kind: 'editor', secret }).then(
      () => true,
      () => false,
    );
  };
  /** A store that another machine encrypted, and its passphrase. */
  const encryptedElsewhere = async (): Promise<string> => {
    const dataDir = folder();
    await (await encrypt(dataDir, [randomBytes(32)])).setPassphrase(passphrase);
    return dataDir;
  };
  const unlock = async (dataDir: string, window: StoreSecret): Promise<void> => {
    const secret = randomBytes(32);
    await new StoreKey(nodeDisk, dataDir, undefined).adopt(passphrase, secret);
    await window.adopt(secret);
  };
  const opensAfterReload = async (dataDir: string): Promise<boolean> => {
    const { secret, given } = openWindow(dataDir);
    await secret.give();
    return opens(dataDir, given[0]);
  };

  it('are all kept when another store is unlocked', async () => {
    const here = folder();
    const local = openWindow(here);
    await local.secret.give();
    await encrypt(here, local.given);
    const there = await encryptedElsewhere();
    const remote = openWindow(there);
    await remote.secret.give();
    assert.match(fake.warnings.at(-1) ?? '', /has lost the key/);
    await unlock(there, remote.secret);
    assert.deepEqual([await opensAfterReload(here), await opensAfterReload(there)], [true, true]);
  });

  it('are kept under the name that all had before, for the stores that name none', async () => {
    const here = folder();
    const old = randomBytes(32);
    await encrypt(here, [old]);
    const text = await readFile(path.join(here, keyFileName), 'utf8');
    const content = JSON.parse(text) as { unlockers: { jwe: string }[] };
    content.unlockers[0]!.jwe = content.unlockers[0]!.jwe.replace(/^[^.]+/, Buffer.from('{}').toString('base64url'));
    await writeFile(path.join(here, keyFileName), JSON.stringify(content));
    secrets.kept.set(commonName, old.toString('base64'));
    const there = await encryptedElsewhere();
    await unlock(there, openWindow(there).secret);
    const { secret, given } = openWindow(here);
    await secret.give();
    assert.deepEqual(given.map(secretId), [secretId(old)]);
    assert.equal(await opensAfterReload(there), true);
  });

  it('open the store though two windows made one at the same time, in both and after a reload', async () => {
    const dataDir = folder();
    const [a, b] = [openWindow(dataDir), openWindow(dataDir)];
    secrets.isHeld = true;
    const both = Promise.all([a.secret.give(), b.secret.give()]);
    await eventually('both have asked', () => secrets.asking.length === 2);
    secrets.letGo();
    await both;
    const made = [a.given[0]!, b.given[0]!];
    assert.notDeepEqual(made[0], made[1]);
    await encrypt(dataDir, made);
    assert.equal(await opensAfterReload(dataDir), true);
    await eventually('both windows hold it', async () =>
      (await Promise.all([a, b].map(({ given }) => opens(dataDir, given.at(-1))))).every(Boolean),
    );
    assert.deepEqual(a.given.length, 1, 'who was first goes on with its own');
  });

  it('are kept when another machine encrypts its store at the same time', async () => {
    const [here, there] = [folder(), folder()];
    const [local, remote] = [openWindow(here), openWindow(there)];
    await Promise.all([local.secret.give(), remote.secret.give()]);
    await encrypt(here, local.given);
    await encrypt(there, remote.given);
    assert.deepEqual([await opensAfterReload(here), await opensAfterReload(there)], [true, true]);
  });

  it('reach the other windows when one has unlocked the store', async () => {
    const dataDir = await encryptedElsewhere();
    const [a, b] = [openWindow(dataDir), openWindow(dataDir)];
    await Promise.all([a.secret.give(), b.secret.give()]);
    assert.deepEqual([a.given, b.given, fake.warnings.length], [[], [], 2]);
    await secrets.store('of another extension', '');
    await unlock(dataDir, b.secret);
    await eventually('the other window has it', () => opens(dataDir, a.given[0]));
    assert.deepEqual([a.given.length, b.given.length, fake.warnings.length], [1, 1, 2]);
  });

  it('are one for all stores that are encrypted first here, and it is made once', async () => {
    const [here, there] = [folder(), folder()];
    for (const dataDir of [here, there]) {
      const { secret, given } = openWindow(dataDir);
      await Promise.all([secret.give(), secret.give()]);
      assert.equal(given.length, 1);
      await encrypt(dataDir, given);
    }
    assert.equal(secrets.kept.size, 2, 'under its id, and for stores to come');
    assert.equal(fake.warnings.length, 1);
    assert.deepEqual([await opensAfterReload(here), await opensAfterReload(there)], [true, true]);
  });

  it('are not asked for by files that are none of keys', async () => {
    const old = randomBytes(32);
    secrets.kept.set(commonName, old.toString('base64'));
    for (const text of ['', '[]', '{"unlockers":[{"jwe":"e30.."},{"jwe":7}]}', ' '.repeat(70_000)]) {
      const dataDir = folder();
      await writeFile(path.join(dataDir, keyFileName), text);
      const { secret, given } = openWindow(dataDir);
      await secret.give();
      assert.deepEqual(given.map(secretId), [secretId(old)], 'the engine says what is wrong with the file');
    }
  });
});
