import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { setPassphrase } from '../../../../src/host/store/setPassphrase';
import { fake } from '../../../support/fakeVscode';
import { FakeStore } from './fakeStore';

const passphrase = 'correct horse battery';

describe('setPassphrase', () => {
  let store: FakeStore;
  let dataDir: string;
  let keyFile: string;

  beforeEach(() => {
    fake.reset();
    dataDir = mkdtempSync(path.join(tmpdir(), 'wirthforge-passphrase-'));
    keyFile = path.join(dataDir, 'store-key.json');
    writeFileSync(keyFile, '{}');
    store = new FakeStore(dataDir);
    store.results.setPassphrase = { unlockers: ['editor', 'passphrase'] };
  });

  afterEach(() => {
    rmSync(dataDir, { recursive: true });
  });

  const run = async (...typed: string[]): Promise<void> => {
    fake.typed.push(...typed);
    await setPassphrase(store.context);
  };

  it('hands on what was typed twice, and says so without it', async () => {
    await run(passphrase, passphrase);
    assert.deepEqual(store.jobs, [{ kind: 'setPassphrase', passphrase }]);
    assert.equal(fake.informations.length, 1);
    assert.match(fake.informations[0]!, /The passphrase is set/);
    assert.doesNotMatch(JSON.stringify([fake.informations, fake.logged]), /correct horse/);
  });

  it('refuses one of fewer than 12 characters, and a second one that differs', async () => {
    await run('11 of them!', passphrase, 'correct horse batterz', passphrase);
    assert.deepEqual(fake.refusals, ['11 of at least 12 characters.', 'This is not the same as before.']);
    assert.equal(store.jobs.length, 1);
  });

  it('does nothing when either box is left', async () => {
    await run();
    await run(passphrase);
    assert.deepEqual([store.jobs, fake.informations, fake.errors], [[], [], []]);
  });

  it('asks for none where nothing is encrypted, and leads to the setting', async () => {
    rmSync(keyFile);
    fake.presses.push('Open Settings');
    await run(passphrase, passphrase);
    assert.deepEqual(store.jobs, []);
    assert.match(fake.informations[0]!, /is not encrypted, so it needs no passphrase.*wirthforge\.store\.encrypt/);
    assert.deepEqual(fake.executed, [['workbench.action.openSettings', 'wirthforge.store.encrypt']]);
  });

  it('says why it failed', async () => {
    store.results.setPassphrase = new Error('The store is not encrypted. Turn on store.encrypt first.');
    await run(passphrase, passphrase);
    assert.deepEqual(fake.errors, [
      'The passphrase was not set. The store is not encrypted. Turn on store.encrypt first.',
    ]);
    assert.doesNotMatch(fake.logged.join(), /correct horse/);
  });
});
