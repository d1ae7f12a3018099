import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { eventually, pause } from '../../build/vscode/eventually.mjs';
import { VscodeServer } from '../support/vscodeServer';
import type { VscodeWindow } from '../support/vscodeWindow';

const usual = readFileSync(path.join(process.cwd(), 'media/layout.default.json'), 'utf8');
const lines = usual.split('\n');
/** A place in the text, as VS Code counts, in the middle of `words`. */
function placeOf(words: string): string {
  const line = lines.findIndex((text) => text.includes(words));
  assert.ok(line >= 0, words);
  return `${line + 1}:${lines[line]!.indexOf(words) + Math.ceil(words.length / 2) + 1}`;
}

describe('The layout file in VS Code', () => {
  let vscode: VscodeServer;
  let window: VscodeWindow;
  let file: string;

  before(async () => {
    vscode = await VscodeServer.start({ name: 'layout-file' });
    file = path.join(vscode.storageDir, 'layout.json');
    window = await vscode.openWindow();
    await window.cpu();
  });
  after(async () => {
    await vscode.stop();
  });

  const goTo = async (words: string): Promise<void> => {
    await window.page.keyboard.press('Control+g');
    await window.enter(`:${placeOf(words)}`);
  };
  const texts = async (selector: string): Promise<string> =>
    (await window.page.locator(`${selector}:visible`).allInnerTexts()).join('\n').replaceAll('\u00a0', ' ');

  it('is not there before it is opened, and then holds the usual layout without a mark', async () => {
    assert.equal(existsSync(file), false);
    await window.runCommand('Wirthforge: Open Dashboard Layout');
    await window.page.locator('.monaco-editor .view-line').first().waitFor();
    assert.equal(readFileSync(file, 'utf8'), usual);
    await pause(1000);
    assert.equal(await window.page.locator('.squiggly-error, .squiggly-warning').count(), 0);
  });

  it('offers the types of panels with what they show', async () => {
    await goTo('"type": "energy_viz"');
    await window.page.keyboard.press('End');
    // To before the first letter, since what stands before the cursor chooses what is offered.
    for (let left = 'energy_viz",'.length; left > 0; left--) await window.page.keyboard.press('ArrowLeft');
    await window.askUntil(
      'types are offered',
      async () => {
        await window.page.keyboard.press('Escape');
        await window.page.keyboard.press('Control+Space');
      },
      async () => (await texts('.suggest-widget')).includes('top_processes'),
    );
    await window.screenshot('layout-types');
    await window.page.keyboard.press('Escape');
  });

  it('marks a metric that there is not, and says which is near', async () => {
    await goTo('"metric": "cpu_percent"');
    await window.page.keyboard.press('End');
    await window.page.keyboard.press('Home');
    await window.runCommand('Replace');
    const find = window.page.locator('.find-widget textarea').first();
    await find.fill('"cpu_percent", "name"');
    await window.page.locator('.find-widget textarea').nth(1).fill('"cpu_percnt", "name"');
    await window.page.keyboard.press('Control+Alt+Enter');
    await window.page.keyboard.press('Escape');
    await window.page.locator('.squiggly-warning').first().waitFor();
    await goTo('"metric": "cpu_percent"');
    await window.runCommand('Go to Next Problem in Files (Error, Warning, Info)');
    await eventually('the mark says what is near', async () =>
      /no metric "system\.cpu_percnt".*Did you mean "system\.cpu_percent"/s.test(await texts('.marker-widget')),
    );
    await window.screenshot('layout-metric');
    assert.deepEqual(window.problems, []);
  });
});
