import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { after, before, describe, it } from 'node:test';
import { eventually } from '../../build/vscode/eventually.mjs';
import { VscodeServer } from '../support/vscodeServer';
import type { VscodeWindow } from '../support/vscodeWindow';

const panel = (id: string, x: number): string =>
  `      { "id": "${id}", "type": "${id}", "position": { "x": ${x}, "y": 0 }, "size": { "width": 1, "height": 2 } }`;
const layoutText = (name: string, ...panels: readonly string[]): string =>
  [
    '{',
    '  // mine',
    '  "layout": {',
    `    "name": "${name}",`,
    '    "grid": { "columns": 3, "rows": 4, "gap": 8 },',
    '    "panels": [',
    `${panels.join(',\n')} // the last one`,
    '    ]',
    '  }',
    '}',
    '',
  ].join('\n');
const two = layoutText('Two', panel('storage', 1), panel('top_processes', 2));
/** The same once the first panel was moved to the left by a column. */
const moved = two.replace('"storage", "position": { "x": 1', '"storage", "position": { "x": 0');

describe('The layout of an open dashboard in VS Code', () => {
  let vscode: VscodeServer;
  let window: VscodeWindow;
  let file: string;
  let frame: Frame;

  before(async () => {
    vscode = await VscodeServer.start({ name: 'layout-edits', settings: { 'files.autoSave': 'off' } });
    file = path.join(vscode.storageDir, 'layout.json');
    window = await vscode.openWindow({ width: 1920 });
    await window.cpu();
    await window.runCommand('Wirthforge: Open Dashboard');
    frame = await window.dashboard();
  });
  after(() => vscode.stop());

  const onDisk = (): string => readFileSync(file, 'utf8');
  const panels = (): Promise<string[]> =>
    frame.locator('[data-panel]').evaluateAll((all) => all.map((element) => element.getAttribute('data-panel') ?? ''));
  const shows = (...wanted: readonly string[]): Promise<unknown> =>
    eventually(`the dashboard shows ${wanted.join(' and ')}`, async () => {
      const shown = await panels();
      return shown.length === wanted.length && wanted.every((id) => shown.includes(id));
    });
  const problem = (): Promise<string> =>
    frame.locator('.layout-problem').evaluate((bar: HTMLElement) => (bar.hidden ? '' : bar.innerText));
  const saysProblem = (words: RegExp): Promise<unknown> =>
    eventually(`the dashboard says ${words.source}`, async () => words.test(await problem()));
  /** Moves a panel to the left as those do who have no pointer. */
  const moveLeft = async (id: string): Promise<void> => {
    if (!(await frame.locator('.edit-bar').isVisible()))
      await frame.getByRole('button', { name: 'Edit layout' }).click();
    await frame.locator(`[data-panel="${id}"] .panel-grip`).press('ArrowLeft');
  };
  const leftOf = async (id: string): Promise<number> => (await frame.locator(`[data-panel="${id}"]`).boundingBox())!.x;
  /** Puts the caret at the end of a line of the editor of the layout, and types. */
  const typeAfterLine = async (line: number, text: string): Promise<void> => {
    await window.page.locator('.tab', { hasText: 'layout.json' }).click();
    await window.page.keyboard.press('Control+g');
    await window.enter(`:${line}`);
    await window.page.keyboard.press('End');
    await window.page.keyboard.type(text);
  };
  const inEditor = async (): Promise<string> =>
    (await window.page.locator('.part.editor .view-lines:visible').allInnerTexts())
      .join('\n')
      .replaceAll('\u00a0', ' ');
  const isUnsaved = (): Promise<boolean> =>
    window.page.locator('.tab.dirty', { hasText: 'layout.json' }).first().isVisible();
  const isTold = (words: RegExp): Promise<unknown> =>
    eventually(`it is told ${words.source}`, async () =>
      (await window.notifications()).some((text) => words.test(text)),
    );

  describe('while other programs write its file', () => {
    it('follows one that writes it in place', async () => {
      mkdirSync(vscode.storageDir, { recursive: true });
      writeFileSync(file, two);
      await shows('storage', 'top_processes');
    });

    it('follows one that puts another file in its place', async () => {
      writeFileSync(
        `${file}.swap`,
        layoutText('Three', panel('storage', 0), panel('top_processes', 1), panel('models', 2)),
      );
      renameSync(`${file}.swap`, file);
      await shows('storage', 'top_processes', 'models');
    });

    it('keeps the last good one while it is broken, and says in which line', async () => {
      writeFileSync(file, two.replace('"columns": 3,', '"columns": ,'));
      await saysProblem(/layout\.json, line 5: .*stays in force.*Correct the file and save it/s);
      await shows('storage', 'top_processes', 'models');
      await window.screenshot('layout-broken');
    });

    it('follows again once it is mended', async () => {
      writeFileSync(file, two);
      await shows('storage', 'top_processes');
      assert.equal(await problem(), '');
    });

    it('is the usual one once it is deleted', async () => {
      rmSync(file);
      await eventually('the dashboard shows the usual layout', async () => (await panels()).length === 10);
      assert.equal(await problem(), '');
    });
  });

  describe('while its file is open in an editor', () => {
    before(async () => {
      writeFileSync(file, two);
      await shows('storage', 'top_processes');
      await window.runCommand('Wirthforge: Open Dashboard Layout');
      await window.page.locator('.monaco-editor .view-line').first().waitFor();
      await window.runCommand('View: Move Editor into Next Group');
      frame = await window.view('dashboard');
      await shows('storage', 'top_processes');
    });

    it('changes on the page are in the editor at once, comments kept', async () => {
      await moveLeft('storage');
      await eventually('the file has the change', () => onDisk() === moved);
      await eventually('so has the editor', async () => (await inEditor()).includes('"storage", "position": { "x": 0'));
      await eventually('nothing is left to be saved', async () => !(await isUnsaved()));
      await window.screenshot('layout-beside');
    });

    it('changes on the page are made in what is typed and not saved, and that is said', async () => {
      await typeAfterLine(2, ' and typed');
      await eventually('it is not saved', isUnsaved);
      await moveLeft('top_processes');
      const both = moved
        .replace('// mine', '// mine and typed')
        .replace('"top_processes", "position": { "x": 2', '"top_processes", "position": { "x": 1');
      await eventually('the file has both', () => onDisk() === both);
      await eventually('nothing is left to be saved', async () => !(await isUnsaved()));
      await isTold(/layout\.json.*not saved.*saved with.*Undo/s);
    });

    it('changes on the page are refused while what is typed is broken, and nothing of it is lost', async () => {
      const before = onDisk();
      const place = await leftOf('top_processes');
      await typeAfterLine(4, ' half of a');
      await moveLeft('top_processes');
      await isTold(/The layout was not changed.*Line 4.*correct it and save it/s);
      assert.equal(onDisk(), before);
      assert.ok(await isUnsaved());
      assert.match(await inEditor(), /"Two", half of a/);
      await eventually('the panel is back', async () => (await leftOf('top_processes')) === place);
      await window.screenshot('layout-refused');
    });

    it('changes on the page wait for the user where the file changed under what is typed', async () => {
      const elsewhere = layoutText('Elsewhere', panel('storage', 1), panel('models', 2));
      writeFileSync(file, elsewhere);
      await shows('storage', 'models');
      await window.page.locator('.tab', { hasText: 'layout.json' }).click();
      await window.runCommand('File: Revert File');
      await eventually('the editor has the file', async () => (await inEditor()).includes('"Elsewhere"'));
      await typeAfterLine(2, ' once more');
      const later = elsewhere.replace('"Elsewhere"', '"Later"');
      writeFileSync(file, later);
      await moveLeft('storage');
      await isTold(/could not be saved: the file may be newer.*compare both/s);
      await window.screenshot('layout-conflict');
      assert.equal(onDisk(), later);
      assert.ok(await isUnsaved());
      assert.match(await inEditor(), /mine once more[^]*"Elsewhere"[^]*"storage", "position": \{ "x": 0/);
    });

    it('breaks no content policy and logs no error', () => {
      assert.deepEqual(window.problems, []);
    });
  });
});
