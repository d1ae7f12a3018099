import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Notice } from '../../src/protocol/alerts';
import { alertAt, noAlerts, noticeOf } from './busyAlerts';
import { busyMachine, busyStatus } from './busyMachine';
import { darkModern } from './themes';
import { ViewBrowser, type ViewPage } from './viewPage';

declare global {
  interface Window {
    /** What the page asked of the browser's sounds and notifications. */
    told: { tones: number[]; asked: number; shown: { title: string; body: string | undefined }[] };
  }
}

const now = 1_780_000_015_000;
const feed = busyMachine();

/** Runs in the page: counts the tones, and stands in for the browser's notifications. */
function watchTelling(permission: NotificationPermission): void {
  window.told = { tones: [], asked: 0, shown: [] };
  const { start } = OscillatorNode.prototype as { start: (this: OscillatorNode, when?: number) => void };
  OscillatorNode.prototype.start = function (this: OscillatorNode, when?: number) {
    window.told.tones.push(this.frequency.value);
    start.call(this, when);
  };
  // A machine may take longer to start its sound than a tone is worth hearing, which a test is not about.
  const { resume } = AudioContext.prototype as { resume: (this: AudioContext) => Promise<void> };
  AudioContext.prototype.resume = async function (this: AudioContext) {
    const own = Object.getOwnPropertyDescriptor(performance, 'now');
    const at = performance.now();
    performance.now = () => at;
    try {
      await resume.call(this);
    } finally {
      setTimeout(() => {
        if (own) Object.defineProperty(performance, 'now', own);
      });
    }
  };
  let current = permission;
  class FakeNotification {
    static get permission(): NotificationPermission {
      return current;
    }
    static requestPermission(): Promise<NotificationPermission> {
      window.told.asked++;
      current = 'granted';
      return Promise.resolve(current);
    }
    onclick: (() => void) | undefined;
    constructor(title: string, options?: NotificationOptions) {
      window.told.shown.push({ title, body: options?.body });
    }
  }
  Object.defineProperty(window, 'Notification', { value: FakeNotification, configurable: true });
}

describe('Notices in a page', () => {
  let inBrowser: ViewBrowser;
  let inVscode: ViewBrowser;
  before(async () => {
    [inBrowser, inVscode] = await Promise.all([ViewBrowser.start('test/browser/browserMain.ts'), ViewBrowser.start()]);
  });
  after(() => Promise.all([inBrowser.stop(), inVscode.stop()]));

  const view = async (browser = inBrowser, hasSound = false): Promise<ViewPage> => {
    const page = await browser.open(darkModern);
    await page.page.evaluate(watchTelling, 'default' as const);
    await page.tell({ type: 'reset' }, feed.announcement, { type: 'status', status: busyStatus });
    await page.tell(
      feed.rows(now - 5000, now),
      { type: 'live' },
      { type: 'alerts', alerts: { ...noAlerts, hasSound } },
    );
    await page.drawn();
    return page;
  };
  const notify = (page: ViewPage, id: number, over: Partial<Notice> = {}): Promise<void> =>
    page.tell({ type: 'notice', notice: noticeOf(id, over) });
  const letTimePass = (page: ViewPage): Promise<void> =>
    page.page.evaluate(() => {
      window.fakeHost.letTimePass();
    });
  const texts = (page: ViewPage): Promise<string[]> => page.page.locator('.toast-text').allInnerTexts();
  const setHidden = (page: ViewPage, hidden: boolean): Promise<void> =>
    page.page.evaluate((value) => {
      Object.defineProperty(document, 'visibilityState', { value: value ? 'hidden' : 'visible', configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
  const told = (page: ViewPage): Promise<Window['told']> => page.page.evaluate(() => window.told);

  it('are drawn in a browser only: VS Code shows its own', async () => {
    const other = await view(inVscode);
    await notify(other, 1);
    assert.equal(await other.page.locator('.toast').count(), 0);
    assert.equal(await other.page.getByRole('button', { name: 'Notify Me' }).count(), 0);
    await other.close();
    const page = await view();
    await notify(page, 1);
    assert.deepEqual(await texts(page), ['Notice 1: CPU was at 92.4% for 5 min.']);
    assert.match(await page.page.locator('.notices [role=status]').innerText(), /^Warning: Notice 1/);
    await page.close();
  });

  it('are acknowledged, silenced, shown and closed', async () => {
    const page = await view();
    const alerts = ['a', 'b'];
    const press = (id: number, name: RegExp): Promise<void> =>
      page.page
        .locator('.toast')
        .filter({ hasText: `Notice ${id}` })
        .getByRole('button', { name })
        .click();
    const commands = async (count: number) =>
      (await page.heard()).slice(-count).map((message) => (message.type === 'alert' ? message.command : message));
    await page.tell({ type: 'alerts', alerts: { ...noAlerts, active: [alertAt(now, { id: 'a', name: 'Alert a' })] } });
    await notify(page, 1, { alerts });
    await press(1, /^Acknowledge/);
    assert.deepEqual(
      await commands(2),
      alerts.map((alert) => ({ kind: 'acknowledge', alert })),
    );
    await notify(page, 2, { alerts });
    await press(2, /^Silence 1 h/);
    const silences = await commands(2);
    assert.deepEqual(
      silences.map((command) => 'kind' in command && [command.kind, command.alert]),
      alerts.map((alert) => ['silence', alert]),
    );
    await notify(page, 3, { alerts });
    await press(3, /^Show/);
    const name = await page.page.evaluate(() => document.activeElement!.getAttribute('aria-label'));
    assert.equal(name, 'Acknowledge: Alert a');
    await notify(page, 4, { alerts: [] });
    assert.equal(await page.page.locator('.toast').getByRole('button').count(), 1, 'a sum has nothing to act on');
    await press(4, /^Close/);
    assert.deepEqual(await texts(page), []);
    await page.close();
  });

  it('go after their time, but not while they are pointed at', async () => {
    const page = await view();
    await notify(page, 1);
    await page.page.locator('.toast').hover();
    await notify(page, 2, { durationMs: 300 });
    await letTimePass(page);
    await page.page.waitForTimeout(700);
    const brief = page.page.locator('.toast').filter({ hasText: 'Notice 2' });
    assert.equal(await brief.count(), 1);
    await page.page.mouse.move(5, 5);
    await brief.waitFor({ state: 'detached' });
    assert.deepEqual(await texts(page), ['Notice 1: CPU was at 92.4% for 5 min.']);
    await page.close();
  });

  it('ask for no timer while the page is hidden, and are still there after it', async () => {
    const page = await view();
    await page.page.waitForTimeout(700);
    await setHidden(page, true);
    const asked = () => page.page.evaluate(() => ({ ...window.fakeHost.asked }));
    const before = await asked();
    for (let id = 1; id <= 5; id++) await notify(page, id, { durationMs: 300 });
    await letTimePass(page);
    assert.deepEqual(await asked(), before);
    await page.page.waitForTimeout(500);
    assert.equal(await page.page.locator('.toast').count(), 3);
    await setHidden(page, false);
    await page.page.locator('.toast').first().waitFor({ state: 'detached' });
    await page.close();
  });

  it('close with Escape, one after the other, and give the focus back', async () => {
    const page = await view();
    await page.page.getByRole('button', { name: 'Settings' }).focus();
    for (const id of [1, 2]) await notify(page, id);
    await page.page.getByRole('button', { name: 'Close: Notice 2' }).focus();
    await page.page.keyboard.press('Escape');
    assert.deepEqual(await texts(page), ['Notice 1: CPU was at 92.4% for 5 min.']);
    assert.ok(await page.page.evaluate(() => document.activeElement!.closest('.toast') !== null));
    await page.page.keyboard.press('Escape');
    assert.deepEqual(await texts(page), []);
    assert.equal(await page.page.evaluate(() => document.activeElement!.getAttribute('aria-label')), 'Settings');
    await page.close();
  });

  it('count what they have no room for, and close all at once', async () => {
    const page = await view();
    for (let id = 1; id <= 8; id++) await notify(page, id);
    assert.equal(await page.page.locator('.toast').count(), 3);
    assert.match(await page.page.locator('.toasts').innerText(), /\+5 more/);
    await page.page.getByRole('button', { name: 'Close All' }).click();
    assert.equal(await page.page.locator('.toasts').isVisible(), false);
    await page.close();
  });

  it('do not move where less motion is asked for', async () => {
    const page = await view();
    await page.page.emulateMedia({ reducedMotion: 'reduce' });
    await notify(page, 1);
    assert.equal(await page.page.locator('.toast').evaluate((toast) => getComputedStyle(toast).animationName), 'none');
    await page.close();
  });

  it('sound where the setting and the rule ask for it, at most once in a while, and never in a hidden page', async () => {
    for (const browser of [inBrowser, inVscode]) {
      const quiet = await view(browser, false);
      await quiet.page.mouse.click(5, 5);
      await notify(quiet, 1, { hasSound: true });
      await quiet.page.waitForTimeout(200);
      assert.deepEqual((await told(quiet)).tones, []);
      await quiet.close();
      const page = await view(browser, true);
      await page.page.mouse.click(5, 5);
      await notify(page, 1, { hasSound: false });
      await setHidden(page, true);
      await notify(page, 2, { hasSound: true });
      await setHidden(page, false);
      await notify(page, 3, { hasSound: true });
      await page.page.waitForFunction(() => window.told.tones.length > 0);
      await notify(page, 4, { hasSound: true, level: 'critical' });
      await page.page.waitForTimeout(300);
      assert.equal((await told(page)).tones.length, 2, 'the notes of one tone');
      assert.deepEqual(page.problems, []);
      await page.close();
    }
  });

  it('sound different when critical', async () => {
    const page = await view(inBrowser, true);
    await page.page.mouse.click(5, 5);
    await notify(page, 1, { hasSound: true, level: 'critical' });
    await page.page.waitForFunction(() => window.told.tones.length > 2);
    await page.close();
  });

  it('make no fault of a browser that allows no sound', async () => {
    const page = await view(inBrowser, true);
    await page.page.evaluate(() => {
      Object.defineProperty(window, 'AudioContext', {
        value: class {
          resume(): Promise<void> {
            return Promise.reject(new DOMException('The play method is not allowed.', 'NotAllowedError'));
          }
        },
      });
    });
    await notify(page, 1, { hasSound: true });
    await page.drawn();
    assert.equal(await page.page.locator('.toast').count(), 1);
    assert.deepEqual(page.problems, []);
    await page.close();
  });

  it('reach the system from a hidden page when critical, once the user has asked for it', async () => {
    const page = await view();
    await setHidden(page, true);
    await notify(page, 1, { level: 'critical' });
    await setHidden(page, false);
    assert.deepEqual(await told(page), { tones: [], asked: 0, shown: [] }, 'nothing is asked without a click');
    await page.page.locator('.alerts-button').click();
    const button = page.page.getByRole('button', { name: 'Notify Me' });
    await button.click();
    await button.waitFor({ state: 'hidden' });
    await notify(page, 2, { level: 'critical' });
    await setHidden(page, true);
    await notify(page, 3);
    await notify(page, 4, { level: 'critical' });
    const { asked, shown } = await told(page);
    assert.equal(asked, 1);
    assert.deepEqual(shown, [
      { title: 'Critical · Wirthforge Monitor', body: 'Notice 4: CPU was at 92.4% for 5 min.' },
    ]);
    await page.close();
  });
});
