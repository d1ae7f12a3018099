import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { eventually } from '../../build/vscode/eventually.mjs';
import { VscodeServer } from '../support/vscodeServer';
import type { VscodeWindow } from '../support/vscodeWindow';

const activationLimitMs = 100;

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

    it(`is done activating within ${activationLimitMs} ms`, () => {
      const taken = /activated in ([\d.]+) ms/.exec(vscode.log())?.[1];
      assert.ok(taken !== undefined, `The log tells how long activation took. It has:\n${vscode.log()}`);
      assert.ok(Number(taken) < activationLimitMs, `activate took ${taken} ms`);
    });

    it('draws the dashboard', async () => {
      await window.runCommand('Wirthforge: Open Dashboard');
      await window.dashboard();
      assert.deepEqual(window.problems, []);
    });
  });
}
