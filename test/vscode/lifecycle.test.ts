import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { eventually } from '../../build/vscode/eventually.mjs';
import { accepts, isAlive, listeningPorts, processesOf } from '../support/processes';
import { VscodeServer } from '../support/vscodeServer';
import type { VscodeWindow } from '../support/vscodeWindow';

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

  it('sends nothing to a hidden dashboard, and the past to one that is shown again', async () => {
    assert.ok((await window.webviewMessages()) >= 3, 'a dashboard in view is sent to');
    await window.runCommand('File: New Untitled Text File');
    await window.dashboardGone();
    assert.equal(await window.webviewMessages(2000), 0);

    await window.page.locator('.tab', { hasText: 'Wirthforge Monitor' }).click();
    await window.dashboard();
  });

  it('comes back with the window', async () => {
    await window.reload();
    await window.cpu();
    await window.dashboard();
    assert.deepEqual(window.problems, []);
  });

  it('comes back after a crash of the extension host', async () => {
    const [host] = vscode.extensionHosts();
    assert.ok(host !== undefined);
    process.kill(host, 'SIGKILL');
    await eventually('another extension host runs the monitor', () => {
      const [next] = vscode.extensionHosts();
      return next !== undefined && next !== host && listeningPorts(next).length > 0;
    });
    await window.dashboard();
    const shown = await window.cpu();
    await eventually('the load changes again', async () => (await window.cpu()) !== shown);
  });

  it('leaves neither process nor port behind when its window closes', async () => {
    const second = await vscode.openWindow();
    await second.cpu();
    const hosts = vscode.extensionHosts();
    const ports = hosts.flatMap(listeningPorts);
    assert.ok(ports.length > 0, 'its HTTP server listens while the window is open');
    await second.close();
    await window.close();
    await eventually('the extension hosts have ended', () => !hosts.some(isAlive));
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
