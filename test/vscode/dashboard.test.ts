import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { after, before, describe, it } from 'node:test';
import { drawnCanvases } from '../../build/vscode/dashboardPage.mjs';
import { eventually } from '../../build/vscode/eventually.mjs';
import { VscodeServer } from '../support/vscodeServer';
import type { VscodeWindow } from '../support/vscodeWindow';

const themes = [
  { id: 'Dark Modern', kind: 'vscode-dark' },
  { id: 'Light Modern', kind: 'vscode-light' },
  { id: 'Default High Contrast', kind: 'vscode-high-contrast' },
];
const widths = [480, 800, 1920];

describe('The dashboard in VS Code', () => {
  let vscode: VscodeServer;
  let window: VscodeWindow;
  let frame: Frame;

  before(async () => {
    vscode = await VscodeServer.start({ name: 'dashboard', settings: { 'workbench.colorTheme': 'Dark Modern' } });
    window = await vscode.openWindow();
    await window.cpu();
    await window.runCommand('Wirthforge: Open Dashboard');
    frame = await window.dashboard();
  });
  after(() => vscode.stop());

  it('shows figures with their units', async () => {
    await eventually('shares, sizes and rates have units', async () => {
      const text = await frame.locator('main#app').innerText();
      return /\d\s?%/.test(text) && /\d\s?[KMGT]iB\b/.test(text) && /\d\s?([KMGT]i)?B\/s/.test(text);
    });
  });

  it('draws charts that move', async () => {
    const picture = () => frame.evaluate(() => document.querySelector('canvas')?.toDataURL());
    const first = await picture();
    assert.ok(first !== undefined);
    await eventually('a chart changes', async () => (await picture()) !== first);
  });

  for (const { id, kind } of themes) {
    it(`follows the theme ${id}`, async () => {
      vscode.changeSettings({ 'workbench.colorTheme': id });
      await eventually(`the page knows the theme ${id}`, () =>
        frame.evaluate((name) => document.body.classList.contains(name), kind),
      );
      await eventually('the charts are drawn in it', async () => (await drawnCanvases(frame)) > 0);
      const { text, page } = await frame.evaluate(() => {
        const style = getComputedStyle(document.body);
        const expected = getComputedStyle(document.documentElement).getPropertyValue('--vscode-foreground');
        const probe = document.body.appendChild(document.createElement('i'));
        probe.style.color = expected;
        const wanted = getComputedStyle(probe).color;
        probe.remove();
        return { text: style.color, page: wanted };
      });
      assert.equal(text, page, 'The text has the colour of the theme.');
      await window.screenshot(`theme-${kind}`);
    });
  }

  for (const width of widths) {
    it(`fits a window ${width} pixels wide`, async () => {
      await window.page.setViewportSize({ width, height: 800 });
      await eventually('nothing is cut off at the side', () =>
        frame.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth),
      );
      await eventually('the charts are drawn in it', async () => (await drawnCanvases(frame)) > 0);
      await window.screenshot(`width-${width}`);
    });
  }

  it('breaks no content policy and logs no error', () => {
    assert.deepEqual(window.problems, []);
  });
});
