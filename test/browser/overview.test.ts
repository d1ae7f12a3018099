import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { ViewAlerts } from '../../src/protocol/viewLink';
import { alertAt, busyAlerts } from './busyAlerts';
import { busyMachine, busyStatus } from './busyMachine';
import { faintTexts } from './faintTexts';
import { Feed, type PlainMessage } from './feed';
import { darkModern, highContrast, highContrastLight, lightModern, type Theme } from './themes';
import { ViewBrowser, type ViewPage } from './viewPage';

const now = 1_780_000_015_000;
const minute = 60_000;
const themes: readonly [name: string, theme: Theme | undefined][] = [
  ['dark', darkModern],
  ['light', lightModern],
  ['high-contrast', highContrast],
  ['high-contrast-light', highContrastLight],
];

const opening = (feed: Feed, status = busyStatus): PlainMessage[] => [
  { type: 'reset' },
  feed.announcement,
  { type: 'status', status },
  feed.rows(now - minute, now),
  { type: 'live' },
];

describe('The overview in the side bar', () => {
  let browser: ViewBrowser;
  before(async () => {
    browser = await ViewBrowser.start('webview/overview/main.ts', 'webview/overview/overview.css');
  });
  after(() => browser.stop());

  const view = async (messages: readonly PlainMessage[], theme = darkModern, width = 300): Promise<ViewPage> => {
    const page = await browser.open(theme, width, 720);
    await page.tell(...messages);
    await page.page.waitForTimeout(500);
    await page.drawn();
    return page;
  };
  const text = (page: ViewPage): Promise<string> => page.page.locator('main').innerText();
  const gauge = (page: ViewPage, key: string): Promise<string> =>
    page.page.locator(`[data-gauge="${key}"]`).innerText();
  const busy = (): PlainMessage[] => [...opening(busyMachine()), { type: 'alerts', alerts: busyAlerts(now) }];
  const fits = (page: ViewPage): Promise<boolean> =>
    page.page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);

  it('shows figures with their units, the course of each, models, alerts and its own cost', async () => {
    const page = await view(busy());
    assert.match(await gauge(page, 'cpu'), /CPU\s*\d+\.\d\s*%/);
    assert.match(await gauge(page, 'memory'), /Memory\s*\d+\.\d\s*%/);
    assert.match(await gauge(page, 'gpu 0'), /GPU 0\s*\d+\.\d\s*%/);
    assert.match(await gauge(page, 'gpu 1'), /GPU 1\s*n\/a/);
    assert.match(await gauge(page, 'power'), /Power\s*\d+(\.\d+)?\s*W/);
    assert.match(await gauge(page, 'tokens'), /Tokens\s*≈\s*\d+(\.\d+)?\s*tok\/s/);
    const shown = await text(page);
    assert.match(shown, /qwen2\.5[^\n]*\n+\d+(\.\d+)?\s*tok\/s/);
    assert.match(shown, /llama3\.2:3b\s+idle/);
    assert.match(shown, /Monitor: \d\.\d% of a core · 41\.3\sMiB/);
    assert.deepEqual(
      await page.page.locator('[data-gauge] canvas').evaluateAll((canvases) =>
        (canvases as HTMLCanvasElement[]).map((canvas) => {
          const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
          return data.some((part) => part !== 0);
        }),
      ),
      [true, true, true, false, true, true],
      'a line for each figure that there is',
    );
    assert.deepEqual(page.problems, []);
    await page.close();
  });

  it('says why a figure is missing or estimated where it is pointed at', async () => {
    const page = await view(busy());
    const hint = (key: string) => page.page.locator(`[data-gauge="${key}"] .figure`).getAttribute('data-hint');
    assert.match((await hint('gpu 1'))!, /GPU asleep/);
    assert.match((await hint('tokens'))!, /Without one model whose speed is not told\.\nEstimated\. Counted from the/);
    assert.match((await hint('memory'))!, /^\d+\.\d\sGiB of 31\.2\sGiB\.$/);
    await page.page.keyboard.press('Tab');
    for (let step = 0; step < 20; step++) {
      if (await page.page.evaluate(() => document.activeElement?.closest('[data-gauge="gpu 1"]') instanceof Element))
        break;
      await page.page.keyboard.press('Tab');
    }
    assert.match(await page.page.getByRole('tooltip').innerText(), /GPU asleep/, 'by keyboard too');
    await page.close();
  });

  it('shows a speed only while a model is loaded', async () => {
    const page = await view(busy());
    const unloaded = busyStatus.runtimes.map((runtime) => ({ ...runtime, models: [] }));
    const isShown = () => page.page.locator('[data-gauge="tokens"]').isVisible();
    await page.tell({ type: 'status', status: { ...busyStatus, runtimes: unloaded } });
    await page.drawn();
    assert.equal(await isShown(), false);
    assert.match(await text(page), /llama, ollama has no model loaded/);
    await page.tell({ type: 'status', status: busyStatus });
    await page.drawn();
    assert.equal(await isShown(), true);
    assert.deepEqual(page.problems, []);
    await page.close();
  });

  for (const [name, theme] of themes)
    it(`has readable texts in the theme ${name}`, async () => {
      const page = await view(busy(), theme);
      await page.screenshot(`overview-${name}`);
      assert.deepEqual(await page.page.evaluate(faintTexts), []);
      await page.close();
    });

  for (const width of [200, 260, 400, 800])
    it(`fits a side bar ${width} pixels wide`, async () => {
      const page = await view(busy(), darkModern, width);
      await page.screenshot(`overview-width-${width}`);
      assert.equal(await fits(page), true);
      await page.close();
    });

  it('says that it waits, and where no model server is', async () => {
    const page = await view([]);
    assert.match(await text(page), /Connecting/);
    assert.match(await text(page), /Waiting for the first data/);
    assert.doesNotMatch(await text(page), /Models|Alerts/, 'nothing is said of what is not known yet');
    await page.tell(...opening(new Feed(), { ...busyStatus, runtimes: [] }));
    await page.drawn();
    assert.match(await text(page), /No model server found\. Start llama-server or Ollama/);
    await page.page.getByRole('button', { name: 'Open Settings' }).click();
    assert.deepEqual(
      (await page.heard()).filter(({ type }) => type === 'command'),
      [{ type: 'command', command: 'openSettings' }],
    );
    await page.screenshot('overview-empty');
    await page.close();
  });

  it('lists the three worst alerts that nobody has seen, and acknowledges one by keyboard', async () => {
    const ids = ['a', 'b', 'c', 'd'];
    const firing = ids.map((id) => alertAt(now, { id, message: `Message ${id}.` }));
    const told = (active: ViewAlerts['active']): PlainMessage => ({
      type: 'alerts',
      alerts: { active, recent: [], isEnabled: true, hasSound: false, rules: 12 },
    });
    const page = await view([...opening(busyMachine()), told(firing)]);
    assert.match(await text(page), /Message a\.[^]*Message b\.[^]*Message c\.[^]*1 more are in the list below/);
    const first = page.page.getByRole('button', { name: /^Acknowledge/ }).first();
    await first.focus();
    await page.page.keyboard.press('Enter');
    assert.deepEqual(
      (await page.heard()).filter(({ type }) => type === 'alert'),
      [{ type: 'alert', command: { kind: 'acknowledge', alert: 'a' } }],
    );
    await page.tell(told(firing.slice(1)));
    await page.drawn();
    assert.equal(
      await page.page.evaluate(() => document.activeElement?.closest('[data-alert]')?.getAttribute('data-alert')),
      'b',
      'the focus moves on to the next alert',
    );
    await page.tell(told([]));
    await page.drawn();
    assert.match(await text(page), /None\. 12 rules are in force/);
    assert.equal(await page.page.evaluate(() => document.activeElement?.textContent), 'Dashboard');
    await page.close();
  });

  it('leads to the large views', async () => {
    const page = await view(busy());
    for (const name of ['Dashboard', 'Energy', 'Performance'])
      await page.page.getByRole('button', { name, exact: true }).click();
    assert.deepEqual(
      (await page.heard()).flatMap((message) => (message.type === 'command' ? [message.command] : [])),
      ['openDashboard', 'openEnergy', 'openPerformance'],
    );
    await page.close();
  });

  it('offers to go on while it is paused', async () => {
    const page = await view([...busy(), { type: 'status', status: { ...busyStatus, paused: true } }]);
    await page.page.getByRole('button', { name: 'Resume' }).click();
    assert.ok((await page.heard()).some((message) => message.type === 'command' && message.command === 'resume'));
    await page.screenshot('overview-paused');
    await page.close();
  });

  it('draws at most twice a second', async () => {
    const feed = busyMachine();
    const page = await view(opening(feed));
    const asked = () => page.page.evaluate(() => window.fakeHost.asked.frames);
    const before = await asked();
    const began = performance.now();
    for (let step = 1; step <= 20; step++) {
      await page.tell(feed.rows(now + (step - 1) * 100, now + step * 100));
      await page.page.waitForTimeout(50);
    }
    const frames = (await asked()) - before;
    const most = Math.ceil((performance.now() - began) / 500) + 1;
    assert.ok(frames <= most, `${frames} frames, ${most} expected at most`);
    await page.close();
  });

  it('speaks the language that the host hands over', async () => {
    const page = await browser.open(darkModern, 300, 720);
    await page.page.route('**/*', async (route) => {
      const response = await route.fetch();
      const body = (await response.text()).replace(
        '<script nonce',
        '<script type="application/json" id="l10n">{"Memory":"Speicher","Energy":"Energie"}</script><script nonce',
      );
      await route.fulfill({ response, body });
    });
    await page.page.reload();
    await page.tell(...opening(busyMachine()));
    await page.drawn();
    assert.match(await gauge(page, 'memory'), /Speicher/);
    assert.match(await text(page), /Energie/);
    assert.deepEqual(page.problems, []);
    await page.close();
  });
});
