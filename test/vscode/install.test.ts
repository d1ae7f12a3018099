import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { eventually } from '../../build/vscode/eventually.mjs';
import { VscodeServer } from '../support/vscodeServer';
import type { VscodeWindow } from '../support/vscodeWindow';

for (const version of ['1.105.1', '1.139.1'] as const) {
  describe(`VS Code ${version}`, () => {
    let vscode: VscodeServer;
    let window: VscodeWindow;

    before(async () => {
      vscode = await VscodeServer.start({ name: `installed-${version}`, version });
      window = await vscode.openWindow();
    });
    after(() => vscode.stop());

    it('shows the load in the status bar, and changes it', async () => {
      const first = await window.cpu();
      await eventually('the load in the status bar changes', async () => (await window.cpu()) !== first);
    });

    // How long it may take is measured by the bench, where nothing else runs beside it.
    it('tells how long its activation took', () => {
      assert.match(vscode.log(), /activated in \d+\.\d ms/);
    });

    it('draws the dashboard', async () => {
      await window.runCommand('Wirthforge: Open Dashboard');
      await window.dashboard();
      assert.deepEqual(window.problems, []);
    });
  });
}
