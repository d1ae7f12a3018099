import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Frame } from 'playwright-core';
import { eventually } from '../../build/vscode/eventually.mjs';
import { VscodeServer } from '../support/vscodeServer';
import type { VscodeWindow } from '../support/vscodeWindow';

const themes = [
  { id: 'Light Modern', kind: 'vscode-light' },
  { id: 'Default High Contrast', kind: 'vscode-high-contrast' },
  { id: 'Dark Modern', kind: 'vscode-dark' },
];

describe('The views in VS Code', () => {
  let vscode: VscodeServer;
  let window: VscodeWindow;

  before(async () => {
    vscode = await VscodeServer.start({ name: 'views', settings: { 'workbench.colorTheme': 'Dark Modern' } });
    window = await vscode.openWindow({ width: 1440 });
    await window.cpu();
  });
  after(() => vscode.stop());

  const textOf = (frame: Frame): Promise<string> => frame.locator('main#app').innerText();
  const shows = (frame: Frame, what: string, figure: RegExp): Promise<unknown> =>
    eventually(what, async () => figure.test(await textOf(frame)));
  const titleAction = (name: string) =>
    window.page.locator('.part.editor .editor-actions').getByRole('button', { name }).first();

  it('stand in the side bar above the alerts, with figures', async () => {
    await window.page.locator('.activitybar').getByRole('tab', { name: 'Wirthforge' }).click();
    await shows(await window.view('overview'), 'the overview has figures', /CPU\s*\d+\.\d\s*%[^]*Monitor: \d/);
    const panes = await window.page.locator('.part.sidebar .pane-header .title').allInnerTexts();
    assert.deepEqual(
      panes.map((title) => title.toLowerCase()),
      ['overview', 'alerts'],
    );
  });

  it('lead to each other, by their own buttons and by those in their titles', async () => {
    const overview = await window.view('overview');
    await overview.getByRole('button', { name: 'Performance', exact: true }).click();
    await window.view('performance');
    await titleAction('Open Energy').click();
    await window.view('energy');
    assert.deepEqual(await window.tabs(), ['Wirthforge Performance', 'Wirthforge Energy']);
    await window.runCommand('Wirthforge: Open Performance');
    await window.view('performance');
    assert.equal((await window.tabs()).length, 2, 'there is one of each kind');
  });

  it('save their figures and their picture where the user says', async () => {
    const performance = await window.view('performance');
    await shows(performance, 'the chart has figures', /\d\s?%/);
    const saved = (ending: string): string[] =>
      readdirSync(homedir()).filter((name) => /perf/i.test(name) && name.endsWith(`.${ending}`));
    const before = new Set([...saved('csv'), ...saved('png')]);
    try {
      for (const kind of ['CSV', 'PNG']) {
        await performance.getByRole('button', { name: `Save ${kind}` }).click();
        await window.acceptFile();
        await eventually(`it is told where the ${kind} is`, async () =>
          (await window.notifications()).some((text) => text.startsWith('Saved ') && text.includes(kind.toLowerCase())),
        );
      }
      const fresh = [...saved('csv'), ...saved('png')].filter((name) => !before.has(name));
      assert.deepEqual(fresh.map((name) => path.extname(name)).sort(), ['.csv', '.png']);
      const bytes = (ending: string): Buffer =>
        readFileSync(
          path.join(
            homedir(),
            fresh.find((name) => name.endsWith(ending))!,
          ),
        );
      assert.match(bytes('.csv').toString(), /system\.cpu_percent/);
      assert.equal(bytes('.png').toString('latin1', 1, 4), 'PNG');
    } finally {
      for (const name of [...saved('csv'), ...saved('png')])
        if (!before.has(name)) rmSync(path.join(homedir(), name), { force: true });
    }
  });

  it('follow the theme', async () => {
    const [overview, performance] = [await window.view('overview'), await window.view('performance')];
    for (const { id, kind } of themes) {
      vscode.changeSettings({ 'workbench.colorTheme': id });
      for (const frame of [overview, performance])
        await eventually(`the page knows the theme ${id}`, () =>
          frame.evaluate((name) => document.body.classList.contains(name), kind),
        );
      await window.screenshot(`views-performance-${kind}`);
    }
    await window.runCommand('Wirthforge: Open Energy');
    await window.view('energy');
    await window.screenshot('views-energy-vscode-dark');
  });

  it('are told nothing while they are hidden', async () => {
    await eventually('views in sight are told', async () => (await window.webviewMessages()) > 0);
    await window.runCommand('File: New Untitled Text File');
    await window.runCommand('View: Toggle Primary Side Bar Visibility');
    await window.dashboardGone();
    await eventually('the messages end', async () => (await window.webviewMessages(2500)) === 0);
    await window.page.locator('.tab', { hasText: 'Wirthforge Energy' }).click();
    await shows(await window.view('energy'), 'the energy view has figures again', /\d|n\/a/);
  });

  it('come back with the window', async () => {
    await window.reload();
    await window.cpu();
    await window.view('energy');
    assert.deepEqual((await window.tabs()).slice(0, 2), ['Wirthforge Performance', 'Wirthforge Energy']);
    await window.page.locator('.tab', { hasText: 'Wirthforge Performance' }).click();
    await shows(await window.view('performance'), 'the chart has figures again', /\d\s?%/);
    assert.deepEqual(window.problems, []);
  });
});
