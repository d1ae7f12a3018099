import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { busyAlerts, noAlerts, noticeOf } from './busyAlerts';
import { busyMachine, busyStatus } from './busyMachine';
import { faintTexts } from './faintTexts';
import { darkModern, highContrast, highContrastLight, lightModern, type Theme } from './themes';
import { ViewBrowser, type ViewPage } from './viewPage';

const now = 1_780_000_015_000;

const themes: readonly [name: string, theme: Theme | undefined][] = [
  ['dark', darkModern],
  ['light', lightModern],
  ['high-contrast', highContrast],
  ['high-contrast-light', highContrastLight],
  ['browser', undefined],
];

describe('The looks of alerts', () => {
  let browser: ViewBrowser;
  before(async () => {
    browser = await ViewBrowser.start('test/browser/browserMain.ts');
  });
  after(() => browser.stop());

  const alertedView = async (theme: Theme | undefined, width = 1280, height = 900): Promise<ViewPage> => {
    const feed = busyMachine();
    const page = await browser.open(theme, width, height);
    await page.tell({ type: 'reset' }, feed.announcement, { type: 'status', status: busyStatus });
    await page.tell(feed.rows(now - 60_000, now), { type: 'live' }, { type: 'alerts', alerts: busyAlerts(now) });
    const { advice } = busyAlerts(now).active[0]!;
    await page.tell(
      { type: 'notice', notice: noticeOf(1, { level: 'info', message: 'Swap is at 3.4%.' }) },
      { type: 'notice', notice: noticeOf(2, { level: 'critical', message: 'GPU 0 has 97.2% in use.', advice }) },
      { type: 'notice', notice: noticeOf(3, { message: '14 more alerts in this second.', alerts: [] }) },
      { type: 'notice', notice: noticeOf(4) },
    );
    await page.page.locator('.advice summary').first().click();
    await page.page.locator('.resolved summary').click();
    await page.page.mouse.move(0, 0);
    await page.page.waitForTimeout(500);
    await page.drawn();
    return page;
  };
  const overflow = (page: ViewPage): Promise<number> =>
    page.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

  for (const [name, theme] of themes)
    it(`are right in the theme ${name}`, async () => {
      const page = await alertedView(theme);
      await page.screenshot(`alerts-${name}`, false);
      assert.deepEqual(await page.page.evaluate(faintTexts), [], 'every text has a contrast of at least 4.5');
      assert.deepEqual(page.problems, []);
      await page.close();
    });

  // 640 pixels are a page of 1280 at a zoom of 200%.
  for (const width of [320, 480, 640, 1920, 2560])
    it(`fit a page ${width} pixels wide`, async () => {
      const page = await alertedView(darkModern, width, 800);
      await page.screenshot(`alerts-width-${width}`, false);
      assert.ok((await overflow(page)) <= 0, 'nothing sticks out');
      await page.close();
    });

  it('tell severities apart where the system takes the colours away', async () => {
    const page = await alertedView(undefined);
    await page.page.emulateMedia({ forcedColors: 'active' });
    await page.drawn();
    await page.screenshot('alerts-forced-colors', false);
    const marks = await page.page
      .locator('.alerts-frame .severity')
      .evaluateAll((found) =>
        found.map((mark) => `${mark.textContent} ${mark.querySelector('path')!.getAttribute('d')!.length}`),
      );
    assert.equal(new Set(marks).size, 3, 'a word and a form of its own for each');
    await page.close();
  });

  it('are one quiet line where nothing is active', async () => {
    for (const width of [320, 1280]) {
      const page = await browser.open(darkModern, width, 700);
      const feed = busyMachine();
      await page.tell({ type: 'reset' }, feed.announcement, { type: 'status', status: busyStatus });
      await page.tell(feed.rows(now - 60_000, now), { type: 'live' }, { type: 'alerts', alerts: noAlerts });
      await page.drawn();
      await page.screenshot(`alerts-none-${width}`, false);
      assert.equal(await page.page.locator('.alerts-button').innerText(), 'No alerts · 18 rules');
      assert.equal(await page.page.locator('[data-card="alerts"]').isVisible(), false);
      assert.ok((await overflow(page)) <= 0);
      await page.close();
    }
  });
});
