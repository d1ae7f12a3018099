import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { mkdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { chromiumArguments } from '../../build/vscode/dashboardPage.mjs';
import { hangsMs } from '../../build/vscode/eventually.mjs';
import { likelyPorts } from '../../src/protocol/feed/likelyPorts';
import { fromBuild } from '../support/fromBuild';
import { ServingMonitor } from '../support/servingMonitor';
import { closed, listening, takePorts } from '../support/takenPort';
import { rulesBroken } from './accessible/rulesBroken';

/** What a page complained about, and whom it asked. */
interface Watched {
  readonly page: Page;
  readonly problems: string[];
  readonly asked: Set<string>;
}

describe('the pages in a browser', () => {
  let browser: Browser;
  let dataDir: string;
  let monitor: ServingMonitor;
  let context: BrowserContext;

  before(async () => {
    const { provideChromium } = await fromBuild<typeof import('../../build/browser.mjs')>('browser.mjs');
    dataDir = await mkdtemp(path.join(os.tmpdir(), 'wirthforge-served-'));
    [monitor, browser] = await Promise.all([
      ServingMonitor.start(dataDir),
      chromium.launch({ executablePath: await provideChromium(), args: chromiumArguments }),
    ]);
    context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    context.setDefaultTimeout(hangsMs);
  });

  after(async () => {
    await browser.close();
    await monitor.end('SIGTERM');
    await rm(dataDir, { recursive: true, force: true });
  });

  const watched = async (): Promise<Watched> => {
    const page = await context.newPage();
    const problems: string[] = [];
    const asked = new Set<string>();
    page.on('console', (message) => {
      const isOfDriver = message.text().includes('GL Driver Message');
      if ((message.type() === 'error' || message.type() === 'warning') && !isOfDriver) problems.push(message.text());
    });
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('request', (request) => asked.add(new URL(request.url()).host));
    page.on('websocket', (socket) => asked.add(new URL(socket.url()).host));
    return { page, problems, asked };
  };
  const connected = (page: Page): Promise<unknown> => page.waitForSelector('body[data-connection="connected"]');
  const live = (page: Page): Promise<unknown> =>
    page.waitForSelector(
      'body[data-condition="live"], body[data-condition="degraded"], body[data-condition="unrecorded"]',
    );
  const screenshot = async (page: Page, name: string): Promise<void> => {
    const folder = path.resolve('artifacts', 'browser');
    mkdirSync(folder, { recursive: true });
    await page.screenshot({ path: path.join(folder, `served-${name}.png`) });
  };

  it('are shown to nobody who was not let in, who is told how to be', async () => {
    const { page } = await watched();
    const answer = await page.goto(monitor.http);
    assert.equal(answer?.status(), 401);
    assert.match((await page.textContent('body')) ?? '', /Wirthforge: Open in Browser/);
    await page.close();
  });

  it('open with a link, draw what is measured, and ask nobody else', async () => {
    const { page, problems, asked } = await watched();
    await page.goto(await monitor.link());
    await connected(page);
    await live(page);
    await page.waitForFunction(() => /CPU\d+\.\d%/.test(document.querySelector('.panel')?.textContent ?? ''));
    await page.waitForTimeout(2500);
    await screenshot(page, 'dashboard');
    for (const name of ['Energy', 'Performance'] as const) {
      await page.click(`.browser-views a:text("${name}")`);
      await page.waitForURL(`**/${name.toLowerCase()}`);
      await connected(page);
      await live(page);
      await page.waitForTimeout(2500);
      await screenshot(page, name.toLowerCase());
    }
    await page.click('.browser-views a:text("Dashboard")');
    await page.waitForURL(`${monitor.http}/`);
    assert.deepEqual(problems, []);
    assert.deepEqual([...asked], [new URL(monitor.http).host]);
    await page.close();
  });

  it('are light or dark as the system is, at once, with texts and lines that are seen', async () => {
    const { page, problems } = await watched();
    await page.emulateMedia({ colorScheme: 'light' });
    await page.goto(monitor.http);
    await connected(page);
    await live(page);
    await page.waitForSelector('.card canvas');
    const grounds = async (): Promise<unknown> =>
      page.evaluate(() => ['body', '.card'].map((of) => getComputedStyle(document.querySelector(of)!).backgroundColor));
    assert.deepEqual(await grounds(), ['rgb(244, 244, 244)', 'rgb(255, 255, 255)']);
    assert.deepEqual(await rulesBroken(page, 'colours'), []);
    await screenshot(page, 'light');
    await page.emulateMedia({ colorScheme: 'dark' });
    assert.deepEqual(await grounds(), ['rgb(26, 26, 26)', 'rgb(45, 45, 45)']);
    assert.deepEqual(await rulesBroken(page, 'colours'), []);
    assert.deepEqual(problems, []);
    await page.close();
  });

  it('follow the layout, which they do not offer to change', async () => {
    const { page, problems } = await watched();
    await page.goto(monitor.http);
    await connected(page);
    await page.waitForSelector('.panel');
    const place = { position: { x: 0, y: 0 }, size: { width: 2, height: 2 } };
    const panels = [{ id: 'one', type: 'storage', ...place }];
    await writeFile(path.join(dataDir, 'layout.json'), JSON.stringify({ layout: { panels } }));
    await page.waitForFunction(() => document.querySelectorAll('.panel').length === 1);
    for (const name of ['Edit layout', 'Settings', 'Pause'])
      assert.equal(await page.locator(`button:visible[aria-label="${name}"]`).count(), 0, name);
    await rm(path.join(dataDir, 'layout.json'));
    await page.waitForFunction(() => document.querySelectorAll('.panel').length > 1);
    assert.deepEqual(problems, []);
    await page.close();
  });

  it('say since when they are not connected, and go on by themselves when the monitor is back', async () => {
    const { page, asked } = await watched();
    await page.goto(monitor.http);
    await connected(page);
    await live(page);
    const port = Number(new URL(monitor.http).port);
    await monitor.end('SIGKILL');
    await page.waitForSelector('body[data-connection="lost"]');
    assert.match((await page.textContent('.browser-state')) ?? '', /^Not connected since \d+:\d\d:\d\d/);
    assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector('main')!).filter), 'grayscale(1)');
    await screenshot(page, 'lost');
    monitor = await ServingMonitor.start(dataDir, port);
    await connected(page);
    await live(page);
    // The new monitor has no session of before; the page came back with its ticket, and has one now.
    await page.reload();
    await connected(page);
    const allowed = new Set([port, ...likelyPorts(port)]);
    for (const host of asked) assert.ok(host.startsWith('127.0.0.1:') && allowed.has(Number(host.slice(10))), host);
    await page.close();
  });

  it('find the next monitor of the data folder beside its port, where one that is frozen holds that', async () => {
    const taken = await takePorts(2);
    await taken.leave();
    const { port } = taken;
    await monitor.end('SIGTERM');
    monitor = await ServingMonitor.start(dataDir, port);
    const { page } = await watched();
    await page.goto(await monitor.link());
    await connected(page);
    await monitor.end('SIGKILL');
    // A failure is not to wait for it.
    const frozen = (await listening(port)).unref();
    await page.waitForSelector('body[data-connection="lost"]');
    monitor = await ServingMonitor.start(dataDir, port);
    assert.notEqual(Number(new URL(monitor.http).port), port);
    await connected(page);
    await live(page);
    await page.click('.browser-views a:text("Energy")');
    await page.waitForURL(`${monitor.http}/energy`);
    await connected(page);
    await page.close();
    await closed(frozen);
  });
});
