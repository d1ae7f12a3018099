import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { eventually } from '../../build/vscode/eventually.mjs';
import { VscodeServer } from '../support/vscodeServer';
import type { VscodeWindow } from '../support/vscodeWindow';

describe('Commands and settings in VS Code', () => {
  let vscode: VscodeServer;
  let window: VscodeWindow;

  before(async () => {
    vscode = await VscodeServer.start({ name: 'controls' });
    window = await vscode.openWindow();
    await window.cpu();
  });
  after(() => vscode.stop());

  it('pauses and resumes', async () => {
    await window.runCommand('Wirthforge: Pause Monitoring');
    await eventually('the status bar says so', async () => (await window.statusBarTexts()).includes('paused'));
    await window.runCommand('Wirthforge: Resume Monitoring');
    await window.cpu();
  });

  it('shows its log', async () => {
    await window.runCommand('Wirthforge: Show Log');
    await eventually('the output panel has the log', async () => (await window.panelText()).includes('activated in'));
  });

  it('reports on itself', async () => {
    await window.runCommand('Wirthforge: Run Diagnostics');
    const report = await eventually('the report is open', async () => {
      const text = await window.editorText();
      return text.includes('Wirthforge Monitor: diagnostics') && text;
    });
    await window.screenshot('diagnostics');
    assert.match(report, /Everything that was checked is in order|problems? (was|were) found/);
  });

  it('is introduced by a walkthrough of four steps', async () => {
    await window.runCommand('View: Toggle Panel Visibility');
    await window.runCommand('Welcome: Open Walkthrough...');
    await window.pick('Get Started with Wirthforge Monitor');
    const steps = window.page.locator('.gettingStartedContainer .getting-started-step');
    await eventually('four steps are shown', async () => (await steps.count()) === 4);
    await eventually('the first has a picture', () => window.showsPicture());
    await window.screenshot('walkthrough');
  });

  it('changes the status bar while it runs', async () => {
    vscode.changeSettings({ 'wirthforge.statusBar.items': [] });
    await eventually('the items are gone', async () => (await window.statusBarTexts()).length === 0);
    vscode.changeSettings({ 'wirthforge.statusBar.items': ['cpu'] });
    await window.cpu();
  });

  it('changes the sample rate while it runs', async () => {
    await window.runCommand('Wirthforge: Open Dashboard');
    await window.dashboard();
    const fast = await eventually('messages come fast', async () => {
      const count = await window.webviewMessages(3000);
      return count >= 15 && count;
    });
    vscode.changeSettings({ 'wirthforge.collectors.system.sampleRate': 1 });
    await eventually(
      `fewer than half of the ${fast} messages in 3 s arrive`,
      async () => (await window.webviewMessages(3000)) < fast / 2,
    );
  });

  it('says once that a value is not valid, and goes on with the last good one', async () => {
    const faults = () => vscode.log().match(/collectors\.system\.sampleRate is not valid/g)?.length ?? 0;
    vscode.changeSettings({ 'wirthforge.collectors.system.sampleRate': 99 });
    const told = await eventually('it is told', async () => {
      const about = (await window.notifications()).filter((text) => text.includes('sampleRate'));
      return about.length > 0 && about;
    });
    assert.equal(told.length, 1);
    assert.match(told[0]!, /goes on with 1\b/);
    vscode.changeSettings({ 'wirthforge.collectors.system.sampleRate': 98 });
    await eventually('the window has read the next bad value', async () => (await window.webviewMessages(3000)) < 30);
    assert.equal(faults(), 1);
    await window.screenshot('invalid-setting');
  });
});
