import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { defaults } from '../../../../src/engine/config/defaults';
import { Observable } from '../../../../src/host/observable';
import { StoreSecret } from '../../../../src/host/store/storeSecret';
import { unlockStore } from '../../../../src/host/store/unlockStore';
import type { Config } from '../../../../src/protocol/settings';
import { fake } from '../../../support/fakeVscode';
import { FakeStore } from './fakeStore';

describe('the key of an encrypted store in VS Code', () => {
  let dataDir: string;
  let store: FakeStore;
  let kept: Map<string, string>;
  let unlocked: Uint8Array[];
  let secrets: StoreSecret[];

  beforeEach(() => {
    fake.reset();
    dataDir = mkdtempSync(path.join(tmpdir(), 'wirthforge-unlock-'));
    store = new FakeStore(dataDir);
    kept = new Map();
    unlocked = [];
    secrets = [];
  });
  afterEach(() => {
    for (const secret of secrets) secret.dispose();
    rmSync(dataDir, { recursive: true });
  });

  const encrypted = (): void => {
    writeFileSync(path.join(dataDir, 'store-key.json'), '{}');
  };
  const secretOf = (encrypts: boolean): StoreSecret => {
    const secret = new StoreSecret({
      secrets: {
        get: (name: string) => Promise.resolve(kept.get(name)),
        store: (name: string, value: string) => Promise.resolve(void kept.set(name, value)),
        onDidChange: () => ({ dispose: () => undefined }),
      } as never,
      dataDir,
      config: new Observable<Config>({ ...defaults(), 'store.encrypt': encrypts }),
      log: { write: (_, message) => void fake.logged.push(message) },
      unlock: (given) => void unlocked.push(given),
    });
    secrets.push(secret);
    return secret;
  };

  it('is not looked for where nothing is encrypted', async () => {
    await secretOf(false).give();
    assert.deepEqual([unlocked, [...kept], fake.warnings], [[], [], []]);
  });

  it('is made once, with the advice to set a passphrase, and found again after a reload', async () => {
    await secretOf(true).give();
    assert.equal(unlocked[0]?.length, 32);
    assert.match(fake.warnings[0]!, /Set a passphrase too/);
    encrypted();
    await secretOf(false).give();
    assert.deepEqual(Buffer.from(unlocked[1]!), Buffer.from(unlocked[0]));
    assert.equal(fake.warnings.length, 1);
  });

  it('is never made anew beside data that another one encrypted: the passphrase is asked for', async () => {
    encrypted();
    const secret = secretOf(true);
    await secret.give();
    await secret.give();
    assert.deepEqual([unlocked, [...kept]], [[], []]);
    assert.equal(fake.warnings.length, 1);
    assert.match(fake.warnings[0]!, /has lost the key.*passphrase opens it again/);
  });

  it('is replaced when the passphrase opens the store, and not before', async () => {
    encrypted();
    store.results.adoptSecret = new Error('The passphrase does not open the store.');
    fake.typed.push('a wrong passphrase', 'the right passphrase');
    await unlockStore(store.context);
    assert.deepEqual(store.adopted, []);
    assert.match(fake.errors[0]!, /stays locked.*does not open/);
    store.results.adoptSecret = { unlockers: ['editor', 'passphrase'] };
    await unlockStore(store.context);
    const job = store.jobs.at(-1);
    assert.ok(job?.kind === 'adoptSecret' && job.passphrase === 'the right passphrase');
    assert.deepEqual(store.adopted, [job.secret]);
    assert.doesNotMatch(JSON.stringify([fake.informations, fake.errors, fake.logged]), /right passphrase/);
  });

  it('is not asked for where nothing is encrypted', async () => {
    await unlockStore(store.context);
    assert.deepEqual(store.jobs, []);
    assert.match(fake.informations[0]!, /nothing to unlock/);
  });
});
