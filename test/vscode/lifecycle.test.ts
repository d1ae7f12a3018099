import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { eventually } from '../../build/vscode/eventually.mjs';
import { drawnPast } from '../support/drawnPast';
import { accepts, isAlive, listeningPorts, processesOf } from '../support/processes';
import { VscodeServer } from '../support/vscodeServer';
import type { VscodeWindow } from '../support/vscodeWindow';

/** Columns of pixels that some seconds take in a chart of a minute. */
const somePast = 40;
const rangeMs = 60_000;

describe('The monitor in the life of a window', () => {
  let vscode: VscodeServer;
  let window: VscodeWindow;

  before(async () => {
    vscode = await VscodeServer.start({ name: 'lifecycle' });
    window = await vscode.openWindow();
    await window.cpu();
    await window.runCommand('Wirthforge: Open Dashboard');
    await window.dashboard();
  });
  after(() => vscode.stop());

  const crash = async (): Promise<void> => {
    const [host] = vscode.extensionHosts();
    assert.ok(host !== undefined);
    process.kill(host, 'SIGKILL');
    await eventually('another extension host runs the monitor', () => {
      const [next] = vscode.extensionHosts();
      return next !== undefined && next !== host && listeningPorts(next).length > 0;
    });
  };
  const fedInOneTab = async (): Promise<void> => {
    await eventually('the dashboard is sent to', async () => (await window.webviewMessages()) > 0);
    await eventually('it has one tab', async () => {
      const titles = await window.tabs();
      return titles.filter((title) => title === 'Wirthforge Monitor').length === 1;
    });
    await window.dashboard();
  };

  it('sends nothing to a hidden dashboard, and the past to one that is shown again', async () => {
    await eventually('a dashboard in view is sent to', async () => (await window.webviewMessages()) > 0);
    const frame = await window.dashboard();
    const past = await eventually('the first chart has some seconds of past', async () => {
      const { columns } = await drawnPast(frame);
      return columns >= somePast && columns;
    });
    await window.runCommand('File: New Untitled Text File');
    await window.dashboardGone();
    // What was on its way when the panel was hidden may still arrive.
    await eventually('the messages end', async () => (await window.webviewMessages(2500)) === 0);

    await window.page.locator('.tab', { hasText: 'Wirthforge Monitor' }).click();
    const shown = await window.dashboard();
    const { columns, share, ageMs } = await eventually('the past is there', async () => {
      const drawn = await drawnPast(shown);
      return drawn.columns >= past && drawn;
    });
    assert.ok(share * rangeMs > ageMs, `${columns} columns of past in a page that is ${ageMs} ms old`);
  });

  it('comes back with the window', async () => {
    await window.reload();
    await window.cpu();
    await window.dashboard();
    assert.deepEqual(window.problems, []);
  });

  it('comes back after a crash of the extension host', async () => {
    await crash();
    await window.cpu();
    // A machine that is busy with other tests may show 100 % for minutes, so it is not the figure that must change.
    await fedInOneTab();
  });

  it('comes back after a crash in a tab that was hidden, once it is shown', async () => {
    await window.runCommand('File: New Untitled Text File');
    await window.dashboardGone();
    await crash();
    await window.cpu();
    await window.page.locator('.tab', { hasText: 'Wirthforge Monitor' }).click();
    await fedInOneTab();
  });

  it('leaves neither process nor port behind when its window closes', async () => {
    const second = await vscode.openWindow();
    await second.cpu();
    const hosts = vscode.extensionHosts();
    const ports = hosts.flatMap(listeningPorts);
    assert.ok(ports.length > 0, 'its HTTP server listens while the window is open');
    await second.close();
    await window.close();
    try {
      await eventually('the extension hosts have ended', () => !hosts.some(isAlive));
    } catch (error) {
      throw new Error(`Alive: ${hosts.filter(isAlive).join(', ')}. The server says:\n${vscode.serverLog()}`, {
        cause: error,
      });
    }
    for (const port of ports) assert.equal(await accepts(port), false, `port ${port} is free`);
  });

  it('is gone once it is uninstalled', async () => {
    await vscode.uninstallExtension();
    window = await vscode.openWindow();
    const [host] = await eventually('an extension host runs', () => {
      const hosts = vscode.extensionHosts();
      return hosts.length > 0 && hosts;
    });
    await window.runCommand('Developer: Show Running Extensions');
    const running = await eventually('other extensions run', async () => {
      const text = await window.editorText();
      return text.includes('Startup Activation') && text;
    });
    assert.ok(!running.includes('Wirthforge'), running);
    assert.deepEqual(await window.statusBarTexts(), []);
    assert.deepEqual(listeningPorts(host!), []);
  });

  it('ends with a server that is ended', async () => {
    const group = vscode.pid;
    await vscode.stopServer();
    await eventually('every process of the server has ended', () => processesOf(group).length === 0);
  });
});
