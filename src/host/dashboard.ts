import * as vscode from 'vscode';
import type { Config } from '../protocol/settings';
import { DashboardPanel } from './dashboardPanel';
import type { Disposable } from './disposable';
import type { EngineClient } from './engineClient';
import type { HostLog } from './log';
import type { Observed } from './observable';

/** The panel's type, by which VS Code brings it back after a reload. */
export const dashboardViewType = 'wirthforge.dashboard';

/** The dashboard, of which there is at most one in a window. */
export class Dashboard implements vscode.WebviewPanelSerializer, Disposable {
  private readonly serializer = vscode.window.registerWebviewPanelSerializer(dashboardViewType, this);
  private open: DashboardPanel | undefined;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly engine: EngineClient,
    private readonly config: Observed<Config>,
    private readonly log: HostLog,
  ) {}

  /** Opens the dashboard beside nothing else, or brings the open one to the front. */
  show(): void {
    if (this.open) {
      this.open.reveal();
      return;
    }
    const title = vscode.l10n.t('Wirthforge Monitor');
    this.adopt(
      vscode.window.createWebviewPanel(dashboardViewType, title, vscode.ViewColumn.Active, {
        enableFindWidget: true,
      }),
    );
  }

  deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    // The command may have been faster than VS Code; the panel it brings back is then one too many.
    if (this.open) panel.dispose();
    else this.adopt(panel);
    return Promise.resolve();
  }

  dispose(): void {
    this.serializer.dispose();
    this.open?.dispose();
    this.open = undefined;
  }

  private adopt(panel: vscode.WebviewPanel): void {
    const view = new DashboardPanel(panel, this.extensionUri, this.engine, this.config, this.log);
    this.open = view;
    panel.onDidDispose(() => {
      view.dispose();
      if (this.open === view) this.open = undefined;
    });
  }
}
