import type { BrowserContext, ConsoleMessage, Frame, Page } from 'playwright-core';
import { artifact } from './artifacts';
import { fromBuild } from './fromBuild';

type DashboardPage = typeof import('../../build/vscode/dashboardPage.mjs');
const dashboardPage = (): Promise<DashboardPage> => fromBuild<DashboardPage>('vscode/dashboardPage.mjs');

export interface WindowOptions {
  readonly width?: number;
  readonly height?: number;
}

/** One window of a VS Code under test. */
export class VscodeWindow {
  /** What the extension's own page, or a content policy, complained about in the browser's console. */
  readonly problems: string[] = [];
  /** Messages that VS Code carried from the extension to a webview since the window was opened. */
  messagesToWebviews = 0;

  private constructor(readonly page: Page) {
    page.on('console', (message) => {
      if (isOurs(message)) this.problems.push(message.text());
    });
    page.on('pageerror', (error) => {
      if (error.stack?.includes('dashboard.js')) this.problems.push(String(error.stack));
    });
    page.on('websocket', (socket) => {
      socket.on('framereceived', ({ payload }) => {
        this.messagesToWebviews += payload.includes('$postMessage') ? 1 : 0;
      });
    });
  }

  static async open(context: BrowserContext, url: string, options: WindowOptions): Promise<VscodeWindow> {
    const page = await context.newPage();
    await page.setViewportSize({ width: options.width ?? 1280, height: options.height ?? 800 });
    const window = new VscodeWindow(page);
    await page.goto(url);
    await page.locator('.monaco-workbench .statusbar').waitFor();
    return window;
  }

  /** Runs a command by its title, as a user does from the palette. */
  async runCommand(title: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget input[type="text"]').first();
    await this.page.keyboard.press('F1');
    await input.waitFor();
    await input.fill(`>${title}`);
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().click();
  }

  /** Waits until the status bar shows the processor's load; returns that text. */
  async cpu(): Promise<string> {
    return (await dashboardPage()).cpuShown(this.page);
  }

  /** The texts of the extension's own status bar items, icons left out. */
  async statusBarTexts(): Promise<string[]> {
    const { ownStatusItems } = await dashboardPage();
    const texts = await this.page.locator(ownStatusItems).allInnerTexts();
    return texts.map((text) => text.trim());
  }

  /** Waits until the dashboard has drawn; returns its innermost frame. */
  async dashboard(): Promise<Frame> {
    return (await dashboardPage()).dashboardDrawn(this.page);
  }

  /** Whether a page of the dashboard exists now; VS Code throws that of a hidden panel away. */
  hasDashboard(): boolean {
    return this.page.frames().some((frame) => isWebview(frame));
  }

  async notifications(): Promise<string[]> {
    return this.page.locator('.notification-toast .notification-list-item-message').allInnerTexts();
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.page.locator('.monaco-workbench .statusbar').waitFor();
  }

  async screenshot(name: string): Promise<void> {
    await this.page.screenshot({ path: artifact(`${name}.png`) });
  }

  async close(): Promise<void> {
    await this.page.close();
  }
}

const isWebview = (frame: Frame): boolean => /\/webview\/browser\/pre\//.test(frame.url());

function isOurs(message: ConsoleMessage): boolean {
  if (message.type() !== 'error') return false;
  const { url } = message.location();
  return url.includes('wirthforge') || /Content Security Policy/i.test(message.text());
}
