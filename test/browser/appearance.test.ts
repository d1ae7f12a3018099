import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { usualLayout } from '../../webview/dashboard/layout/usualLayout';
import { busyActivity } from './busyActivity';
import { busyAlerts } from './busyAlerts';
import { busyMachine, busyStatus } from './busyMachine';
import { contrastOf, rgbOf } from '../../webview/shared/contrast';
import { lineColours } from '../../webview/shared/palette';
import { darkModern, highContrast, highContrastLight, lightModern, type Theme } from './themes';
import { ViewBrowser, type ViewPage } from './viewPage';

const now = 1_780_000_015_000;

describe('The looks of the dashboard', () => {
  let browser: ViewBrowser;
  before(async () => {
    browser = await ViewBrowser.start();
  });
  after(() => browser.stop());

  const busyView = async (theme: Theme): Promise<ViewPage> => {
    const feed = busyMachine();
    const page = await browser.open(theme, 1280, 900, undefined, usualLayout);
    await page.tell({ type: 'reset' }, feed.announcement, { type: 'status', status: busyStatus });
    await page.tell(feed.rows(now - 300_000, now), { type: 'live' }, { type: 'alerts', alerts: busyAlerts(now) });
    await page.tell({ type: 'activity', activity: busyActivity(now) });
    await page.page.waitForTimeout(500);
    await page.drawn();
    return page;
  };

  it('follow a change of the theme, charts too', async () => {
    const page = await busyView(darkModern);
    const colours = () =>
      page.page.evaluate(() => {
        const canvas = document.querySelector('canvas')!;
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
        const found = new Set<string>();
        for (let at = 0; at < data.length; at += 4)
          if (data[at + 3] === 255) found.add(`${data[at]!},${data[at + 1]!},${data[at + 2]!}`);
        return [...found];
      });
    const blueOf = { dark: '89,164,249', light: '0,99,211' };
    assert.ok((await colours()).includes(blueOf.dark));
    await page.setTheme(lightModern);
    await page.drawn();
    const after = await colours();
    assert.ok(after.includes(blueOf.light) && !after.includes(blueOf.dark));
    await page.close();
  });

  it('have lines that are seen on their ground and told from each other, whatever theme', async () => {
    const page = await busyView(darkModern);
    for (const theme of [darkModern, lightModern, highContrast, highContrastLight]) {
      await page.setTheme(theme);
      await page.drawn();
      const [ground, ...lines] = await page.page.evaluate((names) => {
        const style = getComputedStyle(document.querySelector('main')!);
        return ['card', ...names].map((name) => style.getPropertyValue(`--wf-${name}`).trim());
      }, lineColours);
      const below = rgbOf(ground!)!;
      for (const [at, line] of lines.entries()) {
        assert.match(line, /^#[0-9a-f]{6}$/, `${theme.bodyClass}: ${lineColours[at]!} lets nothing through`);
        assert.ok(contrastOf(rgbOf(line)!, below) >= 3, `${theme.bodyClass}: ${line} on ${ground!}`);
      }
      assert.equal(new Set(lines).size, lines.length, `${theme.bodyClass}: ${lines.join(' ')}`);
    }
    await page.close();
  });

  it('step instead of glide where less motion is asked for', async () => {
    const feed = busyMachine();
    const page = await busyView(darkModern);
    await page.page.emulateMedia({ reducedMotion: 'reduce' });
    const picture = (): Promise<string | undefined> =>
      page.page.evaluate(() => document.querySelector('canvas')?.toDataURL());
    let shown = await picture();
    let steps = 0;
    const began = performance.now();
    for (let step = 0; step < 20; step++) {
      await page.tell(feed.rows(now + step * 100, now + (step + 1) * 100));
      await page.page.waitForTimeout(50);
      const seen = await picture();
      if (seen !== shown) steps++;
      shown = seen;
    }
    const most = Math.ceil((performance.now() - began) / 1000) + 1;
    assert.ok(steps > 0, 'what came is drawn');
    assert.ok(steps <= most, `the first chart looked different ${steps} times, ${most} expected at most`);
    await page.close();
  });
});
