import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import type { Server, ServerVersion } from '../../build/provideVscode.mjs';
import { chromiumArguments } from '../../build/vscode/dashboardPage.mjs';
import { calmSettings, profileIn, writeSettings, type Profile } from '../../build/vscode/profile.mjs';
import { installExtensions, startServer, uninstallExtension, type RunningServer } from '../../build/vscode/server.mjs';
import { artifact } from './artifacts';
import { fromBuild } from './fromBuild';
import { processesOf } from './processes';
import { VscodeWindow, type WindowOptions } from './vscodeWindow';

export const extensionId = 'wirthforge.wirthforge-monitor';
const vsix = path.resolve('wirthforge-monitor.vsix');
/**
 * How long an extension host is kept whose window went without a word, as one does that a busy machine leaves no time for
 * it; 3 h unless told. Longer than a window takes to connect again, shorter than a test waits.
 */
const graceSeconds = 30;

type Settings = Readonly<Record<string, unknown>>;

export interface ServerOptions {
  /** Names the pictures and the log that are left for whoever looks into a failure. */
  readonly name: string;
  readonly version?: ServerVersion;
  /** On top of those that keep the window calm. */
  readonly settings?: Settings;
}

/**
 * A real VS Code with the packaged extension, in a profile that lives as long as the test: the compiled server with
 * its extension hosts, and a browser whose pages are its windows.
 */
export class VscodeServer {
  private readonly windows: VscodeWindow[] = [];

  private constructor(
    private readonly name: string,
    private readonly folder: string,
    readonly profile: Profile,
    private readonly server: Server,
    private readonly running: RunningServer,
    private readonly browser: Browser,
    private base: Settings,
  ) {}

  static async start({ name, version, settings = {} }: ServerOptions): Promise<VscodeServer> {
    const { provideServer, newestServer } =
      await fromBuild<typeof import('../../build/provideVscode.mjs')>('provideVscode.mjs');
    const { provideChromium } = await fromBuild<typeof import('../../build/browser.mjs')>('browser.mjs');

    const server = await provideServer({ version: version ?? newestServer });
    const executablePath = await provideChromium();
    const folder = mkdtempSync(path.join(tmpdir(), 'wirthforge-vscode-'));
    const profile = profileIn(folder);
    const all = { ...calmSettings, ...quietMonitor, ...settings };
    writeSettings(profile, all);
    await installExtensions(server, profile, [vsix]);
    const running = await startServer(server, profile, ['--reconnection-grace-time', String(graceSeconds)]);
    const browser = await chromium.launch({ executablePath, args: chromiumArguments });
    return new VscodeServer(name, folder, profile, server, running, browser, all);
  }

  async openWindow(options: WindowOptions = {}): Promise<VscodeWindow> {
    const window = await VscodeWindow.open(this.browser, this.running.url, options);
    this.windows.push(window);
    return window;
  }

  /** Changes user settings while windows are open; undefined takes one out. */
  changeSettings(changes: Settings): void {
    this.base = { ...this.base, ...changes };
    writeSettings(this.profile, this.base);
  }

  async uninstallExtension(): Promise<void> {
    await uninstallExtension(this.server, this.profile, extensionId);
  }

  /** Process ids of the extension hosts, one for each window. */
  extensionHosts(): number[] {
    return processesOf(this.running.pid)
      .filter(({ command }) => command.includes('--type=extensionHost'))
      .map(({ pid }) => pid);
  }

  /** The extension's data folder. */
  get storageDir(): string {
    return path.join(this.profile.dataDir, 'data', 'User', 'globalStorage', extensionId);
  }

  get pid(): number {
    return this.running.pid;
  }

  /** What the extension wrote into its output channel, in every window since the start. */
  log(): string {
    return this.logs((file) => file.includes(extensionId) && file.endsWith('.log'));
  }

  /** What the server wrote of its connections and of the extension hosts behind them, since the start. */
  serverLog(): string {
    return this.logs((file) => path.basename(file) === 'remoteagent.log');
  }

  private logs(isWanted: (file: string) => boolean): string {
    const folder = path.join(this.profile.dataDir, 'data', 'logs');
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter(isWanted)
      .map((file) => readFileSync(path.join(folder, file), 'utf8'))
      .join('');
  }

  /** Ends the server with everything that it forked; the browser stays. */
  async stopServer(): Promise<void> {
    await this.running.stop();
  }

  /** Ends everything, and keeps what was last to be seen. */
  async stop(): Promise<void> {
    try {
      const open = this.windows.filter(({ page }) => !page.isClosed());
      await Promise.all(open.map((window, i) => window.screenshot(`${this.name}-last-${i + 1}`)));
      writeFileSync(artifact(`${this.name}.log`), this.log());
    } finally {
      await this.browser.close();
      await this.running.stop();
      rmSync(this.folder, { recursive: true, force: true });
    }
  }
}

/** Other model servers and programs of this machine stay out of a test that does not ask for them, and so do other tests. */
const quietMonitor = {
  'wirthforge.runtimeDiscovery': false,
  'wirthforge.server.port': 0,
  'wirthforge.proxy.port': 0,
};
