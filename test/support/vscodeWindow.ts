import type { Browser, ConsoleMessage, Frame, Page } from 'playwright-core';
import { cpuShown, dashboardDrawn, ownStatusItems, viewFrame } from '../../build/vscode/dashboardPage.mjs';
import { eventually, hangsMs, pause } from '../../build/vscode/eventually.mjs';
import type { ViewName } from '../../src/protocol/ux';
import { artifact } from './artifacts';

/** VS Code in a browser saves which editors are open every 5 s, or the next time where it is busy. */
const savedAfterMs = 11_000;
/** What is asked for by keys comes by then, or whoever answers was not there yet. */
const answerMs = 5000;
/** What is pointed at in the status bar is explained after half a second. */
const tooltipMs = 800;

export interface WindowOptions {
  readonly width?: number;
  readonly height?: number;
}

/** One window of a VS Code under test. */
export class VscodeWindow {
  /** What the extension's own page, or a content policy, complained about in the browser's console. */
  readonly problems: string[] = [];
  private messagesToWebviews = 0;

  private constructor(readonly page: Page) {
    page.on('console', (message) => {
      if (isOurs(message)) this.problems.push(message.text());
    });
    page.on('pageerror', (error) => {
      if (error.stack?.includes('/dist/webview/')) this.problems.push(error.stack);
    });
    page.on('websocket', (socket) => {
      socket.on('framereceived', ({ payload }) => {
        this.messagesToWebviews += payload.includes('$postMessage') ? 1 : 0;
      });
    });
  }

  static async open(browser: Browser, url: string, options: WindowOptions): Promise<VscodeWindow> {
    const page = await browser.newPage();
    await page.setViewportSize({ width: options.width ?? 1280, height: options.height ?? 800 });
    page.setDefaultTimeout(hangsMs);
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

  /** Chooses an entry of the list that a command has opened. */
  async pick(label: string): Promise<void> {
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: label }).first().click();
  }

  /** Takes the file that a dialog for files proposes; in a browser VS Code asks for files in its own list. */
  async acceptFile(): Promise<void> {
    const ok = this.page.locator('.quick-input-widget .quick-input-action .monaco-button').first();
    await ok.waitFor();
    await ok.click();
  }

  /** Types into the box that a command has opened, and confirms it. */
  async enter(text: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget input').first();
    await input.waitFor();
    await input.fill(text);
    await this.page.keyboard.press('Enter');
  }

  /** Presses keys until what they ask for is in view: to press them again takes away what is on its way. */
  async askUntil(what: string, press: () => Promise<void>, isShown: () => Promise<boolean>): Promise<void> {
    await eventually(what, async () => {
      await press();
      const end = performance.now() + answerMs;
      while (performance.now() < end) {
        if (await isShown()) return true;
        await pause(100);
      }
      return false;
    });
  }

  /** Whether a text is anywhere in view. */
  async showsText(text: string): Promise<boolean> {
    return (await this.page.getByText(text).count()) > 0;
  }

  /** What the modal dialog in view says. */
  async dialogText(): Promise<string> {
    const box = this.page.locator('.monaco-dialog-box');
    await box.waitFor();
    return box.innerText();
  }

  /** Presses a button of the modal dialog in view. */
  async answer(button: string): Promise<void> {
    await this.page.locator('.monaco-dialog-box .monaco-button', { hasText: button }).click();
  }

  async panelText(): Promise<string> {
    return this.plainText('.part.panel .view-lines');
  }

  /** What the editors in view show; an editor draws only the lines that fit. */
  async editorText(): Promise<string> {
    return this.plainText('.part.editor');
  }

  /** Waits until the status bar shows the processor's load; returns that text. */
  async cpu(): Promise<string> {
    return cpuShown(this.page);
  }

  /** What the tooltip of the status bar says of who measures; empty while there is no such tooltip. */
  async measuredBy(): Promise<string> {
    await this.page.mouse.move(400, 300);
    await this.page.locator(ownStatusItems).first().hover();
    await pause(tooltipMs);
    const text = await this.plainText('.monaco-hover:visible');
    return /Measured by\s+(.*)/.exec(text)?.[1]?.trim() ?? '';
  }

  /** The texts of the extension's own status bar items, icons left out. */
  async statusBarTexts(): Promise<string[]> {
    const texts = await this.page.locator(ownStatusItems).allInnerTexts();
    return texts.map((text) => text.trim());
  }

  /** Waits until the dashboard has drawn; returns its innermost frame. */
  async dashboard(): Promise<Frame> {
    return dashboardDrawn(this.page);
  }

  /** Waits until a view is loaded; returns its innermost frame. */
  async view(name: ViewName): Promise<Frame> {
    return viewFrame(this.page, name);
  }

  /** The titles of the open editors. */
  async tabs(): Promise<string[]> {
    return this.page.locator('.tab .label-name').allInnerTexts();
  }

  /** Editors draw every space as one that does not break. */
  private async plainText(selector: string): Promise<string> {
    return (await this.page.locator(selector).allInnerTexts()).join('\n').replaceAll('\u00a0', ' ');
  }

  private hasDashboard(): boolean {
    return this.page.frames().some((frame) => isWebview(frame));
  }

  /** Whether a webview in view holds a drawing; walkthroughs show theirs so. */
  async showsPicture(): Promise<boolean> {
    const counts = await Promise.all(
      this.page
        .frames()
        .filter(isWebview)
        .map((frame) => frame.locator('svg, img').count()),
    );
    return counts.some((count) => count > 0);
  }

  async notifications(): Promise<string[]> {
    return this.page.locator('.notification-toast .notification-list-item-message').allInnerTexts();
  }

  /** Loads the window again, once what is open has been saved. */
  async reload(): Promise<void> {
    await pause(savedAfterMs);
    await this.reloadAtOnce();
  }

  /** Loads a window again in which nothing is open. */
  async reloadAtOnce(): Promise<void> {
    await this.page.reload();
    await this.page.locator('.monaco-workbench .statusbar').waitFor();
  }

  /** Waits until no dashboard is in view any more, its page gone with it. */
  async dashboardGone(): Promise<void> {
    await eventually('the page of the hidden dashboard is gone', () => !this.hasDashboard());
  }

  /** Messages from the extension to webviews in a stretch of time, a second unless told. */
  async webviewMessages(ms = 1000): Promise<number> {
    const before = this.messagesToWebviews;
    await pause(ms);
    return this.messagesToWebviews - before;
  }

  async screenshot(name: string): Promise<void> {
    await this.page.screenshot({ path: artifact(`${name}.png`) });
  }

  /** Waits until the window has nothing to compute. */
  async atRest(): Promise<void> {
    await this.page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          requestIdleCallback(() => {
            resolve();
          });
        }),
    );
  }

  /** Closes the window, which has half a second to tell the server: Chromium waits no longer for a page that is busy. */
  async close(): Promise<void> {
    await this.atRest();
    await this.page.close();
  }
}

const isWebview = (frame: Frame): boolean => frame.url().includes('/webview/browser/pre/');

function isOurs(message: ConsoleMessage): boolean {
  if (message.type() !== 'error') return false;
  const { url } = message.location();
  return url.includes('wirthforge') || /Content Security Policy/i.test(message.text());
}
