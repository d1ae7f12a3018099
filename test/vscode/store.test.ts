import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { eventually } from '../../build/vscode/eventually.mjs';
import { VscodeServer } from '../support/vscodeServer';
import type { VscodeWindow } from '../support/vscodeWindow';

const run = promisify(execFile);

interface Series {
  readonly metric: string;
  readonly quality: string;
  readonly points: readonly (readonly [number, number | null])[];
}

describe('What VS Code records', () => {
  let vscode: VscodeServer;
  let window: VscodeWindow;
  let dataDir: string;

  before(async () => {
    vscode = await VscodeServer.start({ name: 'store' });
    dataDir = vscode.storageDir;
    // An editor has only the lines that it shows, and the story of a session is long.
    window = await vscode.openWindow({ height: 2000 });
    await window.cpu();
    await eventually('a journal is written', async () => (await files('journal')).length > 0);
  });
  after(() => vscode.stop());

  const files = (folder: string): Promise<string[]> => readdir(path.join(dataDir, folder)).catch(() => []);

  /** What the command line says of the same data folder, beside the running editor. */
  async function queried(...words: string[]): Promise<readonly Series[]> {
    const { stdout } = await run('node', ['dist/cli.js', 'query', ...words, '--data-dir', dataDir]);
    return (JSON.parse(stdout) as { series: readonly Series[] }).series;
  }

  const times = async (from: string): Promise<number[]> =>
    (await queried('system.cpu_percent', '--from', from)).flatMap(({ points }) => points.map(([time]) => time));

  const told = (message: RegExp): Promise<unknown> =>
    eventually(`it is told ${message}`, async () => (await window.notifications()).some((text) => message.test(text)));

  it('is read by the command line while it is recorded', async () => {
    const points = await eventually('ten seconds are on disk', async () => {
      const [series] = await queried('system.cpu_percent', '--from', '-1m', '--step', '1s');
      return series !== undefined && series.points.length >= 10 && series.points;
    });
    for (const [, value] of points) assert.ok(value === null || (value >= 0 && value <= 100), String(value));
  });

  it('is checked on request, and whole', async () => {
    await window.runCommand('Wirthforge: Check Recorded Data');
    const report = await eventually('the report is open', async () => {
      const text = await window.editorText();
      return text.includes('What cannot be read') && text;
    });
    assert.match(report, /Nothing: every file is whole/);
    await window.screenshot('validated');
  });

  it('is exported after one question that says what will be in the file', async () => {
    const recorded = (await times('-1h')).length;
    await window.runCommand('Wirthforge: Export Recorded Data');
    await window.pick('Last hour');
    await window.pick('JSON');
    await window.acceptFile();
    const question = await window.dialogText();
    assert.match(question, /Prompts and answers are never recorded/);
    await window.screenshot('export-question');
    assert.deepEqual(await files('exports'), [], 'nothing is written before the answer');
    await window.answer('Write the File');
    const name = await eventually('the file is there', async () =>
      (await files('exports')).find((file) => file.endsWith('.json')),
    );
    const text = await readFile(path.join(dataDir, 'exports', name), 'utf8');
    const { series } = JSON.parse(text) as { series: readonly Series[] };
    const cpu = series.find(({ metric }) => metric === 'system.cpu_percent');
    assert.equal(cpu?.quality, 'measured');
    assert.ok(cpu.points.length >= recorded, `${cpu.points.length} of at least ${recorded} samples`);
  });

  it('is replayed event by event', async () => {
    await window.runCommand('Wirthforge: Replay a Session');
    await window.pick('so far');
    const report = await eventually('the report is open', async () => {
      const text = await window.editorText();
      return text.includes('Where the replay differs') && text;
    });
    assert.match(report, /It goes on\.[^]*- 1\. \S+ `session\.start`[^]*`export\.finished`/);
    await window.screenshot('replayed');
  });

  it('is backed up and restored, with what was there in between kept beside it', async () => {
    await window.runCommand('Wirthforge: Back Up Recorded Data');
    await window.acceptFile();
    await told(/^Backed up .* to .*wirthforge-backup-.*\.zip/);
    const backedUpAt = Date.now();
    await eventually('the recording goes on', async () => (await times('-1h')).some((time) => time > backedUpAt));

    await window.runCommand('Wirthforge: Restore a Backup');
    await window.pick('wirthforge-backup-');
    assert.match(await window.dialogText(), /checked first; if anything in it is damaged, nothing is changed/);
    await window.screenshot('restore-question');
    await window.answer('Restore');
    await told(/^Restored .*What was recorded before is kept in/);
    const restoredAt = Date.now();
    await window.screenshot('restored');
    const [kept] = (await readdir(dataDir)).filter((name) => name.startsWith('replaced-'));
    assert.ok((await readdir(path.join(dataDir, kept!))).includes('segments'));
    const all = await eventually('the recording goes on after it', async () => {
      const found = await times('-1h');
      return found.some((time) => time > restoredAt) && found;
    });
    assert.ok(
      all.some((time) => time < backedUpAt),
      'what was backed up is there',
    );
    assert.equal(new Set(all).size, all.length, 'no sample is there twice');
  });

  it('is deleted for good once that was confirmed, and goes on anew', async () => {
    await window.runCommand('Wirthforge: Delete Recorded Data');
    await window.pick('Everything');
    assert.match(await window.dialogText(), /All samples, events and sessions[^]*cannot be undone/);
    const answeredAt = Date.now();
    await window.answer('Delete');
    await told(/^Deleted [\d,]+ samples, .*These backups may still hold it: .*\.zip/);
    await window.screenshot('deleted');
    const rest = await eventually('the recording goes on', async () => {
      const found = await times('-1h');
      return found.length > 10 && found;
    });
    assert.ok(Math.min(...rest) >= answeredAt, 'nothing of before is left');
  });

  it('lasts when the window is loaded anew, as a new session', async () => {
    const [before_] = await queried('system.cpu_percent', '--from', '-1h');
    await window.reload();
    await window.cpu();
    const reloadedAt = Date.now();
    const after_ = await eventually('the new session is on disk', async () => {
      const [series] = await queried('system.cpu_percent', '--from', '-1h');
      return series?.points.some(([time]) => time > reloadedAt) === true && series;
    });
    const times = after_.points.map(([time]) => time);
    for (const [time] of before_!.points) assert.ok(times.includes(time), `the sample of ${time} is still there`);
    assert.deepEqual([...new Set(times)], times, 'no sample is there twice');
    const { stdout } = await run('node', ['dist/cli.js', 'list', '--data-dir', dataDir]);
    assert.match(stdout, /stopped|crash/);
    assert.match(stdout, /goes on/);
  });

  it('fills the charts of an hour', async () => {
    await window.runCommand('Wirthforge: Open Dashboard');
    const dashboard = await window.dashboard();
    await dashboard.getByRole('button', { name: '1 h', exact: true }).click();
    await eventually(
      'the chart of the CPU shows the past',
      async () => (await dashboard.locator('[data-card="cpu"] .plot[data-note]').count()) === 0,
    );
    await window.screenshot('dashboard-1h');
  });

  it('tells in the charts why it cannot be read, and shows it again once it can', async () => {
    const dashboard = await window.dashboard();
    const note = dashboard.locator('[data-card="cpu"] .plot-note');
    const segments = path.join(dataDir, 'segments');
    await rename(segments, `${segments}.away`);
    await writeFile(segments, 'not a folder');
    await dashboard.getByRole('button', { name: '6 h', exact: true }).click();
    await eventually('the chart says why', async () =>
      /cannot be read \(ENOTDIR\)\. Check .*It is asked for again by itself/.test(await note.innerText()),
    );
    await window.screenshot('past-unreadable');
    await rm(segments);
    await rename(`${segments}.away`, segments);
    await eventually('the chart shows the past again', async () => (await note.innerText()) === '');
    assert.deepEqual(window.problems, []);
  });

  it('is seen, and not recorded twice, in a second window, which follows the first', async () => {
    const second = await vscode.openWindow();
    await second.cpu();
    await second.runCommand('Wirthforge: Open Dashboard');
    const dashboard = await second.dashboard();
    await eventually('it is live', async () => (await dashboard.locator('.state').innerText()).includes('Live'));
    await dashboard.getByRole('button', { name: '15 min', exact: true }).click();
    await eventually(
      'the chart of the CPU shows the past',
      async () => (await dashboard.locator('[data-card="cpu"] .plot-note').innerText()) === '',
    );
    await second.screenshot('second-window');
    await second.runCommand('Wirthforge: Check Recorded Data');
    await eventually('it is checked by the first', async () =>
      (await second.editorText()).includes('every file is whole'),
    );
    const all = await times('-1h');
    assert.equal(new Set(all).size, all.length, 'no sample is there twice');
    await second.close();
  });

  it('is encrypted once the setting says so, and stays readable', async () => {
    vscode.changeSettings({ 'wirthforge.store.encrypt': true });
    await eventually('the key is there', () => readFile(path.join(dataDir, 'store-key.json')).catch(() => false));
    const newest = await eventually('an encrypted journal grows', async () => {
      const name = (await files('journal')).sort().at(-1);
      const bytes = name === undefined ? Buffer.alloc(0) : await readFile(path.join(dataDir, 'journal', name));
      return bytes.length > 2000 && !bytes.includes('system.cpu_percent') && bytes;
    });
    assert.equal(newest.includes('cpu'), false);
    const from = String(Date.now() - 5000);
    await assert.rejects(queried('system.cpu_percent', '--from', from), /passphrase|encrypted/);
    await window.screenshot('encrypted');
  });

  it('is opened with its passphrase where VS Code has lost the key', async () => {
    await window.runCommand('Wirthforge: Set the Passphrase of the Store');
    await window.enter('correct horse battery');
    await eventually('it is asked for again', () => window.showsText('(2/2)'));
    await window.enter('correct horse battery');
    await eventually('it is set', async () => (await window.notifications()).some((text) => text.includes('is set')));
    // VS Code in a browser keeps secrets until the page goes.
    await window.reload();
    await eventually('the key is missed', async () =>
      (await window.notifications()).some((text) => text.includes('has lost the key')),
    );
    await window.screenshot('locked');
    await window.runCommand('Wirthforge: Unlock Recorded Data');
    await window.enter('correct horse battery');
    await eventually('it is unlocked', async () =>
      (await window.notifications()).some((text) => text.includes('is unlocked')),
    );
    await window.runCommand('Wirthforge: Check Recorded Data');
    await eventually('all of it can be read', async () => (await window.editorText()).includes('every file is whole'));
  });
});
