import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { setPriority } from 'node:os';
import { mkdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { eventually } from '../../build/vscode/eventually.mjs';
import { VscodeServer } from '../support/vscodeServer';
import type { VscodeWindow } from '../support/vscodeWindow';

/** A rule that any real load of the processor lets fire at once; a threshold over 100 % ends its alert. */
const rulesWith = (threshold: number, more = ''): string => `// Rules of this test
{
  "rules": [
    {
      "id": "cpu_busy",
      "name": "Processor is busy",
      "severity": "warning",
      "conditions": {
        "when_all": [{ "metric": "system.cpu_percent", "operator": ">", "value": ${threshold}, "window": "1s" }]
      },
      "actions": [{ "type": "notify.toast", "message": "Processor at {{cpu_percent}}%" }]
    }${more}
  ]
}
`;

describe('Alerts in VS Code', () => {
  let vscode: VscodeServer;
  let window: VscodeWindow;
  let rules: string;
  let load: ChildProcess;

  before(async () => {
    load = spawn('node', ['-e', 'for (;;);']);
    // It is there to be measured, not to hold up what is under test.
    setPriority(load.pid!, 19);
    vscode = await VscodeServer.start({ name: 'alerts' });
    mkdirSync(vscode.storageDir, { recursive: true });
    rules = path.join(vscode.storageDir, 'alert-rules.json');
    writeFileSync(rules, rulesWith(3));
    window = await vscode.openWindow();
    await window.cpu();
  });
  after(async () => {
    load.kill('SIGKILL');
    await vscode.stop();
  });

  const bell = (where = window): ReturnType<VscodeWindow['page']['locator']> =>
    where.page.locator('.statusbar-item[id$="wirthforge.alerts"]');
  const entry = (text: string | RegExp): ReturnType<VscodeWindow['page']['locator']> =>
    window.page.locator('.part.sidebar .monaco-list-row', { hasText: text });
  const lenses = async (): Promise<string> =>
    (await window.page.locator('.codelens-decoration').allInnerTexts()).join(' | ').replace(/\s+/g, ' ');

  it('a real load of the processor raises a notification and the bell', async () => {
    const toast = await eventually('the notification is there', async () =>
      (await window.notifications()).find((text) => text.startsWith('Processor at')),
    );
    assert.match(toast, /^Processor at \d+(\.\d)?%/);
    await bell().waitFor();
    assert.match(await bell().innerText(), /1/);
    assert.match((await bell().getAttribute('class')) ?? '', /warning-kind/);
    await window.screenshot('alert-raised');
  });

  it('the bell opens the tree, which shows the alert with its figure and time', async () => {
    await bell().locator('a').click();
    await entry('Processor is busy').waitFor();
    assert.match(await entry('Processor is busy').innerText(), /\d+\.\d%.*since \d\d:\d\d/s);
    await window.screenshot('alert-tree');
  });

  it('it is acknowledged from its notification, and the tree says so', async () => {
    // It is on the screen for some seconds only; after that it is in this list.
    await window.runCommand('Notifications: Show Notifications');
    const told = window.page.locator('.notifications-center .notification-list-item', { hasText: 'Processor at' });
    await told.first().hover();
    await told.first().locator('.monaco-button', { hasText: 'Acknowledge' }).click();
    await entry(/acknowledged/).waitFor();
    await eventually(
      'the bell is calm',
      async () => !((await bell().getAttribute('class')) ?? '').includes('warning-kind'),
    );
  });

  it('its entry leads to the rule, over which its state stands', async () => {
    await entry('Processor is busy').click({ button: 'right' });
    // A menu takes no click in the first moments after it has opened.
    await window.page.locator('.monaco-menu .action-item', { hasText: 'Show Rule' }).hover();
    await window.page.keyboard.press('Enter');
    await eventually('the lens is there', async () => /firing since \d\d:\d\d.*Test this rule/.test(await lenses()));
    await window.screenshot('alert-rule');
  });

  it('a rule that is wrong is marked in the text, and the good one stays in force', async () => {
    writeFileSync(rules, rulesWith(3, ',\n    { "id": "broken", "conditions": { "when_all": [{ "metric": 7 }] } }'));
    await window.page.locator('.squiggly-error').first().waitFor();
    await eventually('the good one has its state', async () => (await lenses()).includes('firing since'));
    assert.equal(await bell().isVisible(), true);
    await window.screenshot('alert-rule-wrong');
    writeFileSync(rules, rulesWith(3));
    await eventually(
      'nothing is marked any more',
      async () => (await window.page.locator('.squiggly-error').count()) === 0,
    );
  });

  it('the rules are tested on what was recorded', async () => {
    await window.runCommand('Wirthforge: Test Alert Rules on Recorded Data');
    await window.pick('Last hour');
    const report = await eventually('the report is open', async () => {
      const text = await window.editorText();
      return text.includes('test of the alert rules') && text;
    });
    assert.match(report, /1 rule would have fired[^]*Processor is busy/);
    await window.screenshot('alert-test');
  });

  it('resolves by itself when its condition holds no more, and the history says so', async () => {
    writeFileSync(rules, rulesWith(101));
    await eventually('the bell is gone', async () => !(await bell().isVisible()));
    await entry('Recent').click();
    await entry(/over since \d\d:\d\d/).waitFor();
    await window.screenshot('alert-resolved');
  });

  it('the history is still there when the window is loaded anew', async () => {
    await window.reload();
    await window.cpu();
    await window.runCommand('Wirthforge: Focus on Alerts View');
    await entry('Recent').waitFor();
    if ((await entry(/over since/).count()) === 0) await entry('Recent').click();
    await entry(/Processor is busy.*over since/s).waitFor();
    assert.match(await readFile(rules, 'utf8'), /Rules of this test/, "the rules are the user's");
    assert.deepEqual(window.problems, []);
  });
});
