import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { chromiumArguments } from '../../build/vscode/dashboardPage.mjs';
import { hangsMs } from '../../build/vscode/eventually.mjs';
import { fromBuild } from '../support/fromBuild';
import { ServingMonitor } from '../support/servingMonitor';

/** What a page had the browser show, and what became of it. */
interface Shown {
  readonly body: string;
  readonly tag: string;
  readonly events: string[];
}

declare global {
  interface Window {
    asked: number;
    shown: Shown[];
  }
}

/** Runs in the page before its own scripts: keeps a record beside the browser's own notifications. */
function keepRecord(): void {
  window.asked = 0;
  window.shown = [];
  const ask = Notification.requestPermission.bind(Notification);
  Notification.requestPermission = () => {
    window.asked++;
    return ask();
  };
  window.Notification = class extends Notification {
    constructor(title: string, options?: NotificationOptions) {
      super(title, options);
      const shown: Shown = { body: this.body, tag: this.tag, events: [] };
      window.shown.push(shown);
      for (const event of ['show', 'close', 'error']) this.addEventListener(event, () => shown.events.push(event));
    }
  };
}

const rule = (name: string, severity: string): object => ({
  ...{ id: name.toLowerCase(), name, category: name.toLowerCase(), severity, actions: [{ type: 'notify.toast' }] },
  conditions: { metric: 'system.memory_percent', operator: '>', value: 0, window: '1s' },
});

describe('critical alerts as notifications of the browser', () => {
  let browser: Browser;
  let context: BrowserContext;
  let dataDir: string;
  let monitor: ServingMonitor;
  const rules: object[] = [];

  before(async () => {
    const { provideChromium } = await fromBuild<typeof import('../../build/browser.mjs')>('browser.mjs');
    dataDir = await mkdtemp(path.join(os.tmpdir(), 'wirthforge-notices-'));
    await fire();
    [monitor, browser] = await Promise.all([
      ServingMonitor.start(dataDir),
      chromium.launch({ executablePath: await provideChromium(), args: chromiumArguments }),
    ]);
    context = await browser.newContext();
    context.setDefaultTimeout(hangsMs);
    await context.addInitScript(keepRecord);
  });

  after(async () => {
    await browser.close();
    await monitor.end('SIGTERM');
    await rm(dataDir, { recursive: true, force: true });
  });

  function fire(...added: object[]): Promise<void> {
    rules.push(...added);
    return writeFile(path.join(dataDir, 'alert-rules.json'), JSON.stringify({ rules }));
  }

  /** Otherwise each page believes that it is the one that is looked at. Lasts until the page is left. */
  async function withRealFocus(page: Page): Promise<Page> {
    const session = await context.newCDPSession(page);
    await session.send('Emulation.setFocusEmulationEnabled', { enabled: false });
    return page;
  }

  async function open(address: string): Promise<Page> {
    const page = await context.newPage();
    await page.goto(address);
    await page.waitForSelector('body[data-connection="connected"]');
    return page;
  }

  const button = (page: Page) => page.getByRole('button', { name: 'Notify Me', includeHidden: true });
  const told = (page: Page, name: string): Promise<unknown> =>
    page.waitForFunction((text) => document.querySelector('.toasts')?.textContent.includes(text), name);
  const shown = (page: Page): Promise<Shown[]> => page.evaluate(() => window.shown);

  it('are asked for by a click alone, told once for all pages, and not to who looks at one', async () => {
    const pages = [await open(await monitor.link()), await open(monitor.http)] as const;
    for (const page of pages) {
      await button(page).waitFor({ state: 'visible' });
      assert.equal(await page.evaluate(() => window.asked), 0, 'nobody is asked without a click');
    }
    await button(pages[0]).click();
    await pages[0].waitForFunction(() => window.asked === 1);

    await context.grantPermissions(['notifications'], { origin: monitor.http });
    for (const page of pages) {
      await page.reload();
      await page.waitForSelector('body[data-connection="connected"]');
      await button(page).waitFor({ state: 'hidden' });
      await withRealFocus(page);
    }

    const elsewhere = await withRealFocus(await context.newPage());
    await elsewhere.bringToFront();
    for (const page of pages) await page.waitForFunction(() => !document.hasFocus());
    await fire(rule('Warm', 'warning'));
    for (const page of pages) await told(page, 'Warm');
    await fire(rule('Hot', 'critical'));
    for (const page of pages) {
      await told(page, 'Hot');
      await page.waitForFunction(() => window.shown[0]?.events.includes('show'));
    }
    const [first, second] = [await shown(pages[0]), await shown(pages[1])];
    assert.equal(first.length + second.length, 2, 'a warning is none of them');
    assert.match(first[0]!.body, /Hot/);
    assert.equal(first[0]!.tag, second[0]!.tag);
    // The browser replaced the one by the other.
    await Promise.any(pages.map((page) => page.waitForFunction(() => window.shown[0]?.events.includes('close'))));
    const left = [...(await shown(pages[0])), ...(await shown(pages[1]))].filter(
      ({ events }) => !events.includes('close'),
    );
    assert.equal(left.length, 1, 'people see one');

    await pages[0].bringToFront();
    await pages[0].waitForFunction(() => document.hasFocus());
    await fire(rule('Hotter', 'critical'));
    await told(pages[0], 'Hotter');
    assert.equal((await shown(pages[0])).length, 1, 'its toast is enough for who looks at it');
  });
});
