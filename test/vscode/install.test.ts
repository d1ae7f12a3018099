import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { eventually, pause } from '../../build/vscode/eventually.mjs';
import { burnAllCores, cpuTicks } from '../support/cores';
import { VscodeServer } from '../support/vscodeServer';
import type { VscodeWindow } from '../support/vscodeWindow';

/** A figure of the status bar, and what the kernel counted in the second before it, both in percent. */
async function overOneSecond(shown: () => Promise<number>): Promise<{ figure: number; truth: number }> {
  const before = cpuTicks();
  await pause(1000);
  const after = cpuTicks();
  return { figure: await shown(), truth: (100 * (after.busy - before.busy)) / (after.total - before.total) };
}

for (const version of ['1.105.1', '1.139.1'] as const) {
  describe(`VS Code ${version}`, () => {
    let vscode: VscodeServer;
    let window: VscodeWindow;

    before(async () => {
      vscode = await VscodeServer.start({ name: `installed-${version}`, version });
      window = await vscode.openWindow();
    });
    after(() => vscode.stop());

    it('shows the load in the status bar, as it rises and as it falls', async () => {
      const shown = async (): Promise<number> => parseInt((await window.cpu()).replace('CPU ', ''));
      const burners = burnAllCores();
      try {
        await eventually('the load is high', async () => (await shown()) > 80);
      } finally {
        for (const burner of burners) burner.kill('SIGKILL');
      }
      // What else this machine does may keep it busy.
      await eventually('the load is that of the machine again', async () => {
        const { figure, truth } = await overOneSecond(shown);
        return Math.abs(figure - truth) < 10;
      });
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
