import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Frame } from 'playwright-core';
import { eventually, pause } from '../../build/vscode/eventually.mjs';
import type { Alerts } from '../../src/engine/serve/routes/alerts';
import type { RealtimeSeries } from '../../src/engine/serve/routes/realtime';
import { drawnPast } from '../support/drawnPast';
import { SharedMonitor } from '../support/sharedMonitor';
import { VscodeServer } from '../support/vscodeServer';
import type { VscodeWindow } from '../support/vscodeWindow';

interface Realtime {
  readonly series: readonly RealtimeSeries[];
}

const rules = (...all: object[]): string => JSON.stringify({ rules: all });
const firesAtOnce = {
  ...{ id: 'used', name: 'Memory is in use', category: 'a' },
  conditions: { metric: 'system.memory_percent', operator: '>', value: 0, window: '1s' },
  actions: [{ type: 'notify.toast', message: 'Memory is in use' }],
};

/** A figure that is not told anew is taken away before this has passed. */
const freshMs = 5000;
/** Of a chart's width: on a slow machine it is full before anything is killed, and then can only have a gap more. */
const fullShare = 0.75;

describe('Windows that share the monitor', () => {
  let vscode: VscodeServer;
  let monitor: SharedMonitor;
  let first: VscodeWindow;
  let second: VscodeWindow;
  let dashboards: readonly [Frame, Frame];

  before(async () => {
    vscode = await VscodeServer.start({ name: 'followers' });
    monitor = new SharedMonitor(vscode.storageDir);
    mkdirSync(vscode.storageDir, { recursive: true });
    writeFileSync(path.join(vscode.storageDir, 'alert-rules.json'), rules());
    first = await vscode.openWindow();
    await first.cpu();
    // An editor has only the lines that it shows, and the report that is read here has what matters at its end.
    second = await vscode.openWindow({ height: 1600 });
    await second.cpu();
    for (const window of [first, second]) await window.runCommand('Wirthforge: Open Dashboard');
    dashboards = [await first.dashboard(), await second.dashboard()];
  });
  after(() => vscode.stop());

  const isAcknowledged = (): Promise<unknown> =>
    eventually('the alert is acknowledged for all', async () => {
      const { active } = await monitor.ask<Alerts>('/api/metrics/alerts');
      return active.some(({ state }) => state === 'acknowledged');
    });

  it('have one engine, and know in which of them it runs', async () => {
    const pids = await eventually('both share it', async () => {
      const found = await monitor.sharers();
      return found.length === 2 && found;
    });
    assert.deepEqual([...pids].sort(), vscode.extensionHosts().sort());
    await second.runCommand('Wirthforge: Run Diagnostics');
    const report = await eventually('the report is open', async () => {
      const text = await second.editorText();
      return text.includes('Who shares the engine') && text;
    });
    assert.match(report, new RegExp(`process ${pids[0]!}\\): leads since`));
    assert.match(report, new RegExp(`process ${pids[1]!}\\) \\(this window\\): follows since`));
    await second.page.locator('.tab', { hasText: 'Wirthforge Monitor' }).first().click();
    dashboards = [dashboards[0], await second.dashboard()];
  });

  it('show the same figures', async () => {
    let times = 0;
    await eventually('they were the same in both at three moments', async () => {
      const [one, other] = await Promise.all([first.cpu(), second.cpu()]);
      if (one !== other) return false;
      // What is no longer fresh is shown as no value: by then both have heard of it anew. A busy machine is always at 100 %.
      await pause(freshMs);
      return ++times >= 3;
    });
    for (const dashboard of dashboards)
      await eventually('it is live', async () => (await dashboard.locator('.state').innerText()).includes('Live'));
    await second.screenshot('follower');
  });

  it('measure how each of them feels to its user', async () => {
    const windows = vscode.extensionHosts().map(String).sort();
    await eventually('both are measured', async () => {
      const { series } = await monitor.ask<Realtime>('/api/metrics/realtime?metric=ux.host_lag_ms');
      const measured = series.filter(({ quality }) => quality === 'measured').map(({ labels }) => labels['window']);
      return measured.sort().join() === windows.join();
    });
  });

  it('export what was recorded from the one that records nothing', async () => {
    await second.runCommand('Wirthforge: Export Recorded Data');
    await second.pick('Last hour');
    await second.pick('JSON');
    await second.acceptFile();
    await second.answer('Write the File');
    await eventually('the file is there', async () => {
      const names = await readdir(path.join(vscode.storageDir, 'exports')).catch(() => []);
      return names.some((name) => name.endsWith('.json'));
    });
  });

  it('are told of an alert in one window, and answer it from any', async () => {
    writeFileSync(path.join(vscode.storageDir, 'alert-rules.json'), rules(firesAtOnce));
    const shown = async (): Promise<number> => {
      const texts = await Promise.all([first, second].map((window) => window.notifications()));
      return texts.flat().filter((text) => text.startsWith('Memory is in use')).length;
    };
    await eventually('it is told', async () => (await shown()) > 0);
    await pause(2000);
    assert.equal(await shown(), 1);
    await second.runCommand('Wirthforge: Acknowledge Alert');
    await second.pick('Memory is in use');
    await isAcknowledged();
  });

  it('go on when the one that measures is killed, with what their charts show', async () => {
    const [leader, follower] = await monitor.sharers();
    // What was said since the last flush, which is one second ago at the most, may go with who is killed.
    await pause(2000);
    const earlier = await drawnPast(dashboards[1]);
    process.kill(leader!, 'SIGKILL');
    await eventually('the other one leads', async () => (await monitor.sharers().catch(() => []))[0] === follower);
    await eventually('its dashboard is sent to', async () => (await second.webviewMessages()) > 0);
    await eventually('its charts have more than before', async () => {
      const now = await drawnPast(dashboards[1]);
      return now.columns > earlier.columns || now.share > fullShare;
    });
    await second.cpu();
    await second.screenshot('taken-over');
    const [taken] = (await monitor.ask<Realtime>('/api/metrics/realtime?metric=monitor.takeover_ms')).series;
    assert.equal(taken?.quality, 'measured');
    // The editor starts another extension host in the place of the one that was killed.
    await eventually('both share it again', async () => (await monitor.sharers()).length === 2);
    await first.cpu();
    await isAcknowledged();
    assert.deepEqual(second.problems, []);
  });
});
