import * as vscode from 'vscode';
import { diagnosticsReport } from './diagnosticsReport';
import { DisposableStore, type Disposable } from './disposable';
import type { EngineClient } from './engineClient';
import { checkHttp } from './httpCheck';
import type { Observed } from './observable';
import type { Settings } from './settings';

const scheme = 'wirthforge-diagnostics';
const settleLimitMs = 3000;

/** Looks at every part of the monitor and shows what it found in a document that cannot be edited. */
export class Diagnostics implements vscode.TextDocumentContentProvider, Disposable {
  private readonly parts = new DisposableStore();
  private readonly changed = this.parts.add(new vscode.EventEmitter<vscode.Uri>());
  private readonly uri = vscode.Uri.from({ scheme, path: '/Wirthforge Diagnostics.md' });
  private report = '';

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly engine: EngineClient,
    private readonly settings: Settings,
    private readonly version: string,
  ) {
    this.parts.add(vscode.workspace.registerTextDocumentContentProvider(scheme, this));
  }

  provideTextDocumentContent(): string {
    return this.report;
  }

  async run(): Promise<void> {
    const location = vscode.ProgressLocation.Notification;
    const title = vscode.l10n.t('Wirthforge diagnostics');
    this.report = await vscode.window.withProgress({ location, title }, (progress) => this.examine(progress));
    this.changed.fire(this.uri);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(this.uri), { preview: false });
  }

  dispose(): void {
    this.parts.dispose();
  }

  private async examine(progress: vscode.Progress<{ message: string }>): Promise<string> {
    const { engine, settings, version } = this;
    progress.report({ message: vscode.l10n.t('engine') });
    if (engine.state.value.state === 'starting') await nextValue(engine.state, settleLimitMs);
    const status = engine.status.value;
    progress.report({ message: vscode.l10n.t('HTTP server') });
    const http = status?.http === undefined ? undefined : await checkHttp(status.http, status.fingerprint);
    return diagnosticsReport({
      takenAt: new Date(),
      versions: {
        'Wirthforge Monitor': version,
        [vscode.env.appName]: vscode.version,
        Node: process.versions.node,
        [process.platform]: process.arch,
      },
      state: engine.state.value,
      status,
      config: settings.config.value,
      settingProblems: settings.problems,
      holds: engine.holds,
      http,
    });
  }
}

/** Waits for a value to change, for a limited time. */
function nextValue<T>(observed: Observed<T>, limitMs: number): Promise<void> {
  return new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(limit);
      subscription.dispose();
      resolve();
    };
    const limit = setTimeout(finish, limitMs);
    const subscription = observed.onChange(finish);
  });
}
