import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { exportData } from '../../../../src/host/store/exportData';
import { Uri, env, fake } from '../../../support/fakeVscode';
import { FakeStore, now, session } from './fakeStore';

const hour = 3_600_000;

describe('exportData', () => {
  let store: FakeStore;

  beforeEach(() => {
    fake.reset();
    store = new FakeStore();
    store.results.export = { file: '/data/exports/x.csv', bytes: 2048, samples: 1204, events: 1 };
  });

  const run = async (...picks: string[]): Promise<void> => {
    fake.picks.push(...picks);
    fake.files.push(Uri.file('/data/exports/x.csv'));
    await exportData(store.context);
  };

  it('says what will be in the file before anything is written, and then what was', async () => {
    fake.presses.push('Write the File', 'Open');
    await run('Last 24 hours', 'CSV');
    const [question] = fake.modals;
    assert.equal(fake.modals.length, 1);
    assert.match(question!, /from 2026-11-20 14:30 to 2026-11-21 14:30/);
    assert.match(
      question!,
      /all samples[^]*or means over 10 seconds and more[^]*names devices[^]*Prompts and answers are never recorded[^]*\/data\/exports\/x\.csv[^]*plain text, even where recorded data is encrypted/,
    );
    assert.deepEqual(store.jobs, [
      {
        kind: 'export',
        file: '/data/exports/x.csv',
        format: 'csv',
        range: { from: now - 24 * hour, to: now },
        metrics: [],
      },
    ]);
    assert.deepEqual(fake.progress, ['Half of it +50', 'All of it +50']);
    assert.deepEqual(fake.informations, ['Exported 1,204 samples and 1 event (2 KiB) to /data/exports/x.csv.']);
    assert.deepEqual(
      fake.executed.map(([command]) => command),
      ['vscode.open'],
    );
  });

  it('says where the events of a CSV file go, and that what is there is replaced', async () => {
    await run('Last hour', 'CSV');
    fake.disk.set('/data/exports/x.events.csv', 'of another day');
    await run('Last hour', 'CSV');
    await run('Last hour', 'JSON');
    const [first, second, json] = fake.modals as [string, string, string];
    assert.match(first, /Events go into a second file, \/data\/exports\/x\.events\.csv\.$/);
    assert.match(second, /x\.events\.csv\. That file is there already and will be replaced\.$/);
    assert.doesNotMatch(json, /second file/);
  });

  it('offers a name in the folder of exports, which is made before', async () => {
    await run('Everything', 'YAML');
    assert.deepEqual(fake.folders, ['/data/exports']);
    const [{ defaultUri, filters }] = fake.dialogs as [{ defaultUri: Uri; filters: unknown }];
    assert.equal(defaultUri.path, '/data/exports/wirthforge-export-20261121-143005.yaml');
    assert.deepEqual(filters, { YAML: ['yaml'] });
  });

  it('exports everything from the beginning, and a session by its name', async () => {
    fake.presses.push('Write the File');
    await run('Everything', 'JSON');
    await run('A session…', '2026-11-21 12:29', 'JSON');
    assert.deepEqual(
      store.work.map((job) => job.kind === 'export' && job.range),
      [{ from: 0, to: now }, { session: session.id }],
    );
    assert.match(fake.modals[1]!, /The session that began at 2026-11-21 12:29\./);
  });

  it('writes nothing when any of its questions is left', async () => {
    await exportData(store.context);
    await run('Last hour');
    await run('Last hour', 'CSV');
    fake.picks.push('Last hour', 'CSV');
    await exportData(store.context);
    assert.deepEqual(store.jobs, []);
    assert.deepEqual(fake.errors, []);
  });

  it('says why it failed, also in the log', async () => {
    fake.presses.push('Write the File');
    store.results.export = new Error('The disk is full: free some space and try again.');
    await run('Last hour', 'CSV');
    assert.deepEqual(fake.errors, ['The export could not be made. The disk is full: free some space and try again.']);
    assert.deepEqual(fake.logged, [`error ${fake.errors[0]!}`]);
    assert.deepEqual(fake.informations, []);
  });

  it('says that it was cancelled, which is no failure', async () => {
    fake.presses.push('Write the File');
    delete store.results.export;
    await run('Last hour', 'CSV');
    assert.deepEqual([fake.errors, fake.informations], [[], ['The export was cancelled. No file was written.']]);
  });

  it('refuses a place that is not on this machine', async () => {
    fake.presses.push('Write the File');
    fake.picks.push('Last hour', 'CSV');
    fake.files.push(Uri.from({ scheme: 'vscode-vfs', path: '/x.csv' }));
    await exportData(store.context);
    assert.match(fake.errors[0]!, /not on the machine that is watched \(vscode-vfs\).*Choose a place/);
    assert.deepEqual(store.jobs, []);
  });

  it('offers the path instead of a file manager for a file of another machine', async () => {
    fake.presses.push('Write the File', 'Reveal in File Explorer', 'Copy Path');
    await run('Last hour', 'CSV');
    assert.deepEqual(
      fake.executed.map(([command]) => command),
      ['revealFileInOS'],
    );
    env.remoteName = 'ssh-remote';
    await run('Last hour', 'CSV');
    env.remoteName = undefined;
    assert.equal(fake.executed.length, 1);
    assert.deepEqual(fake.copied, ['/data/exports/x.csv']);
  });
});
