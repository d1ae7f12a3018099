import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import type { ExtensionContext } from 'vscode';
import { activate, deactivate } from '../../../src/extension';
import { commandId, commands, type CommandName } from '../../../src/protocol/commands';
import { statusWith } from '../../support/fakeEngine';
import { FakeSecrets } from '../../support/fakeSecrets';
import { Uri, fake } from '../../support/fakeVscode';

/** An engine that reports, pauses and stops as the real one does, in a real thread. */
const engineScript = `
const { parentPort, workerData } = require('node:worker_threads');
const status = ${JSON.stringify(statusWith())};
const tell = (paused) => parentPort.postMessage({ type: 'status', status: { ...status, version: workerData.version, paused } });
const tick = setInterval(() => undefined, 1000);
parentPort.on('message', (message) => {
  if (message.type === 'pause') tell(true);
  if (message.type === 'resume') tell(false);
  if (message.type !== 'stop') return;
  clearInterval(tick);
  parentPort.postMessage({ type: 'stopped' });
  parentPort.close();
});
tell(false);
`;

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('the extension with an engine in a thread', { timeout: 30_000 }, () => {
  let folder: string;
  let subscriptions: { dispose(): unknown }[];

  before(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'wirthforge-host-'));
    mkdirSync(path.join(folder, 'dist'));
  });

  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  beforeEach(() => {
    fake.reset();
    subscriptions = [];
  });

  // A test that fails half-way must not leave a thread that keeps the run from ending.
  afterEach(async () => {
    await end();
  });

  const start = (script = engineScript): void => {
    writeFileSync(path.join(folder, 'dist', 'engine.js'), script);
    activate({
      subscriptions,
      extensionUri: Uri.file(folder),
      globalState: { get: () => undefined, update: () => Promise.resolve() },
      globalStorageUri: Uri.file(path.join(folder, 'data')),
      extension: { packageJSON: { version: '9.8.7' } },
      secrets: new FakeSecrets(),
    } as unknown as ExtensionContext);
  };

  const end = async (): Promise<void> => {
    await deactivate();
    for (const subscription of subscriptions) subscription.dispose();
  };

  const contextIs = (key: string, value: boolean): boolean =>
    fake.executed.some(([id, name, set]) => id === 'setContext' && name === key && set === value);

  it('has every command of the table and says how long activation took', async () => {
    start();
    assert.deepEqual([...fake.commands.keys()].sort(), (Object.keys(commands) as CommandName[]).map(commandId).sort());
    assert.match(fake.logged.join('\n'), /info Wirthforge Monitor 9\.8\.7 activated in \d+\.\d ms\./);
    await end();
  });

  it('pauses and resumes, and tells menus so', async () => {
    start();
    await until(() => contextIs('wirthforge.paused', false));
    fake.commands.get('wirthforge.pause')!();
    await until(() => contextIs('wirthforge.paused', true));
    assert.equal(fake.items.get('wirthforge.cpu')!.text, '$(debug-pause) paused');
    fake.executed.length = 0;
    fake.commands.get('wirthforge.resume')!();
    await until(() => contextIs('wirthforge.paused', false));
    await end();
  });

  it('shows its log and its diagnostics', async () => {
    start();
    fake.commands.get('wirthforge.showLog')!();
    await fake.commands.get('wirthforge.runDiagnostics')!();
    assert.deepEqual(fake.progress, ['engine', 'HTTP server']);
    const [log, report] = fake.shown;
    assert.equal(log, 'log');
    assert.ok(report!.includes('- State: running'), report);
    assert.ok(report!.includes('- Wirthforge Monitor 9.8.7'));
    await end();
  });

  it('leaves nothing behind: no thread, no timer, no registration', async () => {
    const resources = (): string[] =>
      process.getActiveResourcesInfo().filter((name) => name === 'MessagePort' || name === 'Worker');
    const before = resources().length;
    start();
    fake.commands.get('wirthforge.openDashboard')!();
    fake.panels[0]!.fromView.fire({ type: 'ready' });
    await until(() => contextIs('wirthforge.paused', false));
    await deactivate();
    assert.equal(resources().length, before, 'the thread has ended when deactivation has');
    await end();
    fake.panels[0]!.dispose();
    assert.equal(fake.alive.size, 0, [...fake.alive].map(String).join());
  });

  it('leaves no restart pending after an engine that failed', async () => {
    const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const before = timers();
    start('throw new Error("no good");');
    await until(() => fake.logged.some((line) => line.startsWith('error') && line.includes('no good')));
    assert.ok(timers() > before);
    await end();
    assert.equal(timers(), before);
  });

  it('can be activated again in the same process', async () => {
    start();
    await end();
    fake.reset();
    subscriptions = [];
    start();
    await until(() => contextIs('wirthforge.paused', false));
    await end();
  });
});
