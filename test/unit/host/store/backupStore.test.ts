import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { backupStore, restoreStore } from '../../../../src/host/store/backupStore';
import { Uri, fake } from '../../../support/fakeVscode';
import { FakeStore } from './fakeStore';

describe('Backups', () => {
  let store: FakeStore;
  const file = Uri.file('/data/backups/b.zip');

  beforeEach(() => {
    fake.reset();
    store = new FakeStore();
    store.results.backup = { file: file.path, bytes: 3 * 1024 ** 2, files: 41 };
    store.results.restore = { files: 41, bytes: 3 * 1024 ** 2, keptAt: '/data/before-restore' };
  });

  it('are written where the user says, and told with their size', async () => {
    fake.files.push(file);
    await backupStore(store.context);
    assert.deepEqual(store.jobs, [{ kind: 'backup', file: '/data/backups/b.zip' }]);
    assert.deepEqual(fake.informations, ['Backed up 41 files (3 MiB) to /data/backups/b.zip.']);
    assert.equal(fake.dialogs[0]!.defaultUri!.path, '/data/backups/wirthforge-backup-20261121-143005.zip');
  });

  it('are restored only after a warning that says what happens and what is kept', async () => {
    fake.files.push(file);
    await restoreStore(store.context);
    assert.deepEqual(store.jobs, []);
    assert.match(
      fake.modals[0]!,
      /Replace all recorded data with this backup\?[^]*b\.zip[^]*damaged, nothing is changed[^]*not deleted: it is moved into a folder of its own in \/data/,
    );
    fake.files.push(file);
    fake.presses.push('Restore', 'Reveal in File Explorer');
    await restoreStore(store.context);
    assert.deepEqual(store.jobs, [{ kind: 'restore', file: '/data/backups/b.zip' }]);
    assert.match(
      fake.informations[0]!,
      /^Restored 41 files \(3 MiB\)\. What was recorded before is kept in \/data\/before-restore;/,
    );
    assert.deepEqual(
      fake.executed.map(([command, place]) => [command, (place as Uri).path]),
      [['revealFileInOS', '/data/before-restore']],
    );
  });

  it('say why they could not be made or restored, and what became of the data', async () => {
    store.results.backup = new Error('The folder is read-only. Choose another.');
    store.results.restore = new Error('It is damaged at byte 7. Take another backup.');
    fake.files.push(file, file);
    fake.presses.push('Restore');
    await backupStore(store.context);
    await restoreStore(store.context);
    assert.deepEqual(fake.errors, [
      'The backup could not be made. What is recorded is as it was. The folder is read-only. Choose another.',
      'Restoring the backup failed. It is damaged at byte 7. Take another backup.',
    ]);
  });

  it('do nothing when no file is chosen', async () => {
    await backupStore(store.context);
    await restoreStore(store.context);
    assert.deepEqual([store.jobs, fake.modals, fake.errors], [[], [], []]);
  });
});
