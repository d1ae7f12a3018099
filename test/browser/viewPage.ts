import { mkdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { chromiumArguments } from '../../build/vscode/dashboardPage.mjs';
import { hangsMs } from '../../build/vscode/eventually.mjs';
import { pageHtml } from '../../src/host/views/pageHtml';
import type { HistoryRequest } from '../../src/protocol/history';
import type { ViewName } from '../../src/protocol/ux';
import type { FromView } from '../../src/protocol/viewLink';
import type { Layout } from '../../src/protocol/layout/layout';
import { fromBuild } from '../support/fromBuild';
import { bundledView, type BundledView } from './bundledView';
import { machineLayout } from './layouts';
import type { Feed, PlainMessage } from './feed';
import type { Theme } from './themes';
import { installFakeHost, type FakeHost } from './fakeHost';

declare global {
  interface Window {
    fakeHost: FakeHost;
  }
}

/** More frames than a page has charts; something else on it may move forever. */
const mostTurns = 60;
const quietFrames = 3;
const emptyPath = '/empty';

/**
 * A Chromium and a server for one view's page, which is the one that the host makes, policy included. Its pages are
 * opened by one that stays, whose process they share: to start one for each takes longer than most tests.
 */
export class ViewBrowser {
  private constructor(
    private readonly browser: Browser,
    private readonly opener: Page,
    private readonly server: Server,
    private readonly origin: string,
  ) {}

  static async start(
    script = 'webview/dashboard/main.ts',
    style = 'webview/dashboard/dashboard.css',
    name = path.basename(path.dirname(script)) as ViewName,
  ): Promise<ViewBrowser> {
    const { provideChromium } = await fromBuild<typeof import('../../build/browser.mjs')>('browser.mjs');
    const [view, executablePath] = await Promise.all([bundledView(script, style), provideChromium()]);
    const server = await serve(view, name);
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const browser = await chromium.launch({ executablePath, args: chromiumArguments });
    const opener = await browser.newPage();
    await opener.goto(`${origin}${emptyPath}`);
    return new ViewBrowser(browser, opener, server, origin);
  }

  /** Opens the view in a page of its own. @param layout What a dashboard is told first; null: nothing. */
  async open(
    theme: Theme | undefined,
    width = 1280,
    height = 900,
    state?: unknown,
    layout: Layout | null = machineLayout,
  ): Promise<ViewPage> {
    const opened = this.opener.waitForEvent('popup');
    // A window of its own: a tab would hide the one before it.
    await this.opener.evaluate(() => {
      window.open('about:blank', '_blank', 'popup');
    });
    const page = await opened;
    await page.setViewportSize({ width, height });
    page.setDefaultTimeout(hangsMs);
    const problems: string[] = [];
    page.on('console', (message) => {
      // Without a GPU, a screenshot of what WebGL draws is slow, which the driver says of the test and not of the page.
      const isOfDriver = message.text().includes('GL Driver Message');
      if ((message.type() === 'error' || message.type() === 'warning') && !isOfDriver) problems.push(message.text());
    });
    page.on('pageerror', (error) => problems.push(error.message));
    await page.addInitScript(installFakeHost, { theme, state, layout });
    await page.goto(this.origin);
    return new ViewPage(page, problems);
  }

  async stop(): Promise<void> {
    await this.browser.close();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** A page with a view, and the test in the place of its host. */
export class ViewPage {
  constructor(
    readonly page: Page,
    /** What the page complained about, violations of its policy included. */
    readonly problems: readonly string[],
  ) {}

  async tell(...messages: readonly PlainMessage[]): Promise<void> {
    await this.page.evaluate((plain) => {
      for (const message of plain) window.fakeHost.tell(message);
    }, messages);
  }

  heard(): Promise<FromView[]> {
    return this.page.evaluate(() => window.fakeHost.heard);
  }

  /** The questions about the past that the page has asked, in turn. */
  async questions(): Promise<Extract<FromView, { type: 'history' }>[]> {
    return (await this.heard()).filter((message) => message.type === 'history');
  }

  /** Answers the newest question of the page that is not answered, once it has asked one. */
  async answerPast(feed: Feed, isRecorded?: (time: number) => boolean): Promise<HistoryRequest> {
    const { question, request } = await this.openQuestion();
    await this.tell({ type: 'history', question, answer: feed.answer(request, isRecorded) });
    return request;
  }

  /** Waits until the page has asked something about the past that is not answered, and returns that. */
  async openQuestion(): Promise<Extract<FromView, { type: 'history' }>> {
    const found = await this.page.waitForFunction(() =>
      window.fakeHost.heard.findLast((one) => one.type === 'history' && !window.fakeHost.answered.has(one.question)),
    );
    return (await found.jsonValue()) as Extract<FromView, { type: 'history' }>;
  }

  saved(): Promise<unknown> {
    return this.page.evaluate(() => window.fakeHost.state);
  }

  setTheme(theme: Theme | undefined): Promise<void> {
    return this.page.evaluate((wanted) => {
      window.fakeHost.setTheme(wanted);
    }, theme);
  }

  /** Waits until the charts, which are painted in turns, have all had theirs: until nothing asks for a frame. */
  async painted(): Promise<void> {
    await this.drawn();
    await this.page.evaluate(
      ({ most, quiet }) =>
        new Promise<void>((resolve) => {
          const { asked } = window.fakeHost;
          let known = asked.frames;
          const watch = (left: number, still: number): void => {
            if (left === 0 || still === quiet) {
              resolve();
              return;
            }
            requestAnimationFrame(() => {
              // One of them is this one.
              const others = asked.frames - known - 1;
              known = asked.frames;
              watch(left - 1, others > 0 ? 0 : still + 1);
            });
          };
          watch(most, 0);
        }),
      { most: mostTurns, quiet: quietFrames },
    );
  }

  /** Waits until what was told is drawn. */
  async drawn(): Promise<void> {
    await this.page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          setTimeout(
            () =>
              requestAnimationFrame(() =>
                requestAnimationFrame(() => {
                  resolve();
                }),
              ),
            150,
          );
        }),
    );
  }

  async screenshot(name: string, fullPage = true): Promise<void> {
    const folder = path.resolve('artifacts', 'browser');
    mkdirSync(folder, { recursive: true });
    await this.page.screenshot({ path: path.join(folder, `${name}.png`), fullPage });
  }

  close(): Promise<void> {
    return this.page.close();
  }
}

async function serve(view: BundledView, name: ViewName): Promise<Server> {
  const server = createServer((request, response) => {
    const origin = `http://${request.headers.host ?? ''}`;
    const answer = (type: string, body: string): void => {
      response.writeHead(200, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' }).end(body);
    };
    if (request.url === '/view.js') answer('text/javascript', view.script);
    else if (request.url === '/view.css') answer('text/css', view.style);
    else if (request.url === emptyPath) answer('text/html', '');
    else if (request.url === '/')
      answer(
        'text/html',
        pageHtml({
          view: name,
          cspSource: origin,
          nonce: 'b1946ac92492d2347c6235b4d2611184',
          script: `${origin}/view.js`,
          style: `${origin}/view.css`,
          language: 'en',
          title: 'Wirthforge Monitor',
        }),
      );
    else response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
