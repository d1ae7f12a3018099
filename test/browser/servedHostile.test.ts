import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { WebSocket, WebSocketServer } from 'ws';
import { chromiumArguments } from '../../build/vscode/dashboardPage.mjs';
import { eventually, hangsMs } from '../../build/vscode/eventually.mjs';
import { packMessage, unpackMessage } from '../../src/protocol/feed/packedMessage';
import type { ToView } from '../../src/protocol/viewLink';
import { fromBuild } from '../support/fromBuild';
import { ServingMonitor } from '../support/servingMonitor';

const payload = `"><img src=x onerror="pwned=1"><script>pwned=1</script><a href="javascript:pwned=1">&lt;b&gt;`;
/** Under these keys is text that comes from models, devices, files and rules. */
const spoken = new Set(['reason', 'message', 'title', 'name', 'version', 'problem', 'summary', 'method', 'source']);
const notice: ToView = {
  type: 'notice',
  notice: {
    id: 1,
    level: 'warning',
    message: payload,
    alerts: [],
    incident: payload,
    durationMs: 60_000,
    hasSound: false,
    advice: [{ kind: 'diagnostic', target: payload, message: payload }],
    commands: [],
  },
};

/** A message of the monitor with the payload in every text that others have a say in. */
function poisoned(value: unknown, isText = false): unknown {
  if (typeof value === 'string') return isText ? value + payload : value;
  if (Array.isArray(value)) return value.map((item) => poisoned(item, isText));
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, poisoned(item, spoken.has(key) || key === 'labels' || isText)]),
  );
}

/** A program that listens where the monitor did, and says what it likes to whoever comes. */
class Impostor {
  readonly heard: string[] = [];
  readonly shown: string[] = [];
  private readonly server = http.createServer();

  constructor() {
    const sockets = new WebSocketServer({ server: this.server, handleProtocols: () => 'wirthforge-view' });
    sockets.on('connection', (socket, request) => {
      this.shown.push(request.headers['sec-websocket-protocol'] ?? '');
      socket.on('message', (data) => this.heard.push(Buffer.from(data as Buffer).toString()));
      const answer = 'A'.repeat(43);
      socket.send(JSON.stringify({ type: 'ticket', ticket: 'theirs.theirs', answer, port: 1 }));
      socket.send(JSON.stringify({ type: 'beat' }));
      socket.send(packMessage(notice));
      if (this.shown.length > 2) socket.close(1008, 'Visit http://evil.example.');
    });
  }

  async listen(port: number): Promise<void> {
    this.server.listen(port, '127.0.0.1');
    await once(this.server, 'listening');
  }

  async end(): Promise<void> {
    if (!this.server.listening) return;
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }
}

describe('the pages in a browser, attacked', () => {
  let browser: Browser;
  let dataDir: string;
  let monitor: ServingMonitor;
  let context: BrowserContext;

  before(async () => {
    const { provideChromium } = await fromBuild<typeof import('../../build/browser.mjs')>('browser.mjs');
    dataDir = await mkdtemp(path.join(os.tmpdir(), 'wirthforge-attacked-'));
    [monitor, browser] = await Promise.all([
      ServingMonitor.start(dataDir),
      chromium.launch({ executablePath: await provideChromium(), args: chromiumArguments }),
    ]);
    context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    context.setDefaultTimeout(hangsMs);
    // Kept in the page, which a script of an attacker would change.
    await context.addInitScript(() => {
      const violations: string[] = [];
      Object.assign(window, { violations });
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
        violations.push(`${violatedDirective} ${blockedURI}`);
      });
    });
    const page = await context.newPage();
    await page.goto(await monitor.link());
    await page.close();
  });

  after(async () => {
    await browser.close();
    await monitor.end('SIGTERM');
    await rm(dataDir, { recursive: true, force: true });
  });

  afterEach(async () => {
    for (const page of context.pages()) await page.close();
  });

  const connected = (page: Page): Promise<unknown> => page.waitForSelector('body[data-connection="connected"]');
  const trespasses = (page: Page): Promise<unknown> =>
    page.evaluate(() => ({
      pwned: 'pwned' in window,
      violations: (window as unknown as { violations: string[] }).violations,
      made: document.querySelectorAll('img[src="x"], [onerror], a[href^="javascript:"]').length,
    }));
  const clean = { pwned: false, violations: [], made: 0 };

  it('show what models, devices and rules are called as text, whatever it is', async () => {
    for (const where of ['/', '/energy', '/performance']) {
      const page = await context.newPage();
      await page.routeWebSocket(/\/ws\/view/, (route) => {
        const server = route.connectToServer();
        server.onMessage((data) => {
          if (typeof data === 'string') {
            route.send(data);
            return;
          }
          const message = unpackMessage(new Uint8Array(data).buffer) as ToView;
          route.send(Buffer.from(packMessage(poisoned(message) as ToView)));
          if (message.type === 'live') route.send(Buffer.from(packMessage(notice)));
        });
      });
      await page.goto(monitor.http + where);
      await connected(page);
      await page.waitForFunction(() => document.body.textContent.includes('<script>pwned=1</script>'));
      await page.evaluate(() => {
        // What is said where the pointer or the keyboard is.
        for (const element of document.querySelectorAll('button, canvas, [tabindex], [aria-describedby]'))
          for (const type of ['pointerenter', 'pointermove', 'mouseover', 'focus'])
            element.dispatchEvent(new PointerEvent(type, { bubbles: true, clientX: 300, clientY: 300 }));
      });
      await page.waitForTimeout(1000);
      assert.deepEqual(await trespasses(page), clean, where);
      await page.close();
    }
  });

  it('run no script but the one that the server made, whatever the browser kept for its address', async () => {
    const page = await context.newPage();
    await page.route('**/assets/*.js', (route) =>
      route.fulfill({ contentType: 'text/javascript', body: 'globalThis.pwned = 1;' }),
    );
    const refused = page.waitForEvent('console', (said) => said.text().includes('integrity'));
    await page.goto(monitor.http);
    await refused;
    assert.deepEqual(await trespasses(page), clean);
  });

  it('tell nothing to a program that listens where the monitor did, take nothing from it, and come back', async (test) => {
    const page = await context.newPage();
    await page.goto(monitor.http);
    await connected(page);
    const { port, host } = new URL(monitor.http);
    await monitor.end('SIGKILL');
    const impostor = new Impostor();
    test.after(() => impostor.end());
    await impostor.listen(Number(port));
    await eventually('the page has tried its port often', () => impostor.shown.length > 4);
    assert.equal(await page.getAttribute('body', 'data-connection'), 'lost');
    assert.deepEqual(impostor.heard, []);
    assert.deepEqual(await trespasses(page), clean);
    assert.ok(!(await page.textContent('body'))?.includes('evil.example'));
    const stolen = impostor.shown.at(-1)!;
    assert.match(stolen, /wirthforge-ticket\./);
    await impostor.end();
    monitor = await ServingMonitor.start(dataDir, Number(port));
    const thief = new WebSocket(`ws://${host}/ws/view?name=dashboard`, stolen.split(/, */), { origin: monitor.http });
    thief.on('error', () => undefined);
    const [, refusal] = (await once(thief, 'unexpected-response')) as [unknown, http.IncomingMessage];
    assert.equal(refusal.statusCode, 401);
    thief.terminate();
    await connected(page);
  });
});
