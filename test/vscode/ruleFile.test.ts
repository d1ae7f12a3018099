import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { eventually } from '../../build/vscode/eventually.mjs';
import { VscodeServer } from '../support/vscodeServer';
import type { VscodeWindow } from '../support/vscodeWindow';

const lines = [
  '{',
  '  "rules": [',
  '    {',
  '      "id": "mine",',
  '      "conditions": {',
  '        "metric": "system.cpu_percent",',
  '        "operator": "=>",',
  '        "value": 80',
  '      }',
  '    }',
  '  ]',
  '}',
];
/** A place in the text, as VS Code counts, in the middle of `words`. */
function placeOf(words: string): string {
  const line = lines.findIndex((text) => text.includes(words));
  assert.ok(line >= 0, words);
  return `${line + 1}:${lines[line]!.indexOf(words) + Math.ceil(words.length / 2) + 1}`;
}

describe('The file of alert rules in VS Code', () => {
  let vscode: VscodeServer;
  let window: VscodeWindow;

  before(async () => {
    // What is typed and saved by itself a second later could not be taken back.
    vscode = await VscodeServer.start({ name: 'rule-file', settings: { 'files.autoSave': 'off' } });
    mkdirSync(vscode.storageDir, { recursive: true });
    writeFileSync(path.join(vscode.storageDir, 'alert-rules.json'), lines.join('\n'));
    window = await vscode.openWindow();
    await window.cpu();
    await window.runCommand('Wirthforge: Open Alert Rules');
    await window.page.locator('.squiggly-error').first().waitFor();
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
  /** What the editor says of a place. It says nothing at first: what knows of JSON starts with the first such file. */
  const hover = async (words: string, wanted: RegExp): Promise<void> => {
    await goTo(words);
    await window.askUntil(
      `the hover over ${words} says ${wanted.source}`,
      async () => {
        await window.page.keyboard.press('Control+k');
        await window.page.keyboard.press('Control+i');
      },
      async () => wanted.test(await texts('.monaco-hover')),
    );
    await window.page.keyboard.press('Escape');
  };

  it('offers the metrics, each with its meaning and unit', async () => {
    await goTo('cpu_percent');
    await window.askUntil(
      'metrics are offered',
      async () => {
        await window.page.keyboard.press('Escape');
        await window.page.keyboard.press('Control+Space');
      },
      async () => (await texts('.suggest-widget')).includes('system.cpu_percent'),
    );
    await window.page.keyboard.press('Control+Space');
    await eventually('one says what it means', async () =>
      /Share of all cores.*Unit: percent/s.test(await texts('.suggest-details')),
    );
    await window.screenshot('rule-file-metrics');
    await window.page.keyboard.press('Escape');
  });

  it('offers the keys of a rule with what they do', async () => {
    await goTo('"id"');
    await window.page.keyboard.press('End');
    await window.page.keyboard.type('"keep');
    await eventually('the key is offered', async () => (await texts('.suggest-widget')).includes('keep_firing_for'));
    await window.page.keyboard.press('Escape');
    await eventually('the file is as it was', async () => {
      await window.runCommand('File: Revert File');
      return !(await window.editorText()).includes('"keep');
    });
  });

  it('says what a metric and a key mean', async () => {
    await hover('cpu_percent', /Share of all cores that was not idle/);
    await hover('"value"', /What the figure is compared with/);
  });

  it('marks a wrong operator and says which there are', async () => {
    await hover('=>', /"operator" takes one of ">".*Did you mean ">="\?/s);
    await window.screenshot('rule-file-operator');
    assert.deepEqual(window.problems, []);
  });
});
