import * as vscode from 'vscode';
import { DisposableSlot, type Disposable } from '../disposable';
import { loadPage } from './loadPage';
import { ViewFeed } from './viewFeed';
import { viewStreams } from '../../protocol/feed/viewStreams';
import { viewId, type PanelName } from './viewKinds';
import type { ViewSources } from './viewSources';
import { closeTabs, tabsOf } from './viewTabs';

/** One view that is an editor, of which there is at most one in a window. VS Code brings it back after a reload. */
export class ViewPanel implements vscode.WebviewPanelSerializer, Disposable {
  private readonly serializer: Disposable;
  private readonly feed = new DisposableSlot();
  private panel: vscode.WebviewPanel | undefined;

  constructor(
    private readonly name: PanelName,
    private readonly title: string,
    private readonly extensionUri: vscode.Uri,
    private readonly sources: ViewSources,
  ) {
    this.serializer = vscode.window.registerWebviewPanelSerializer(viewId(name), this);
  }

  /** Opens the view beside nothing else, or brings the open one to the front where it is. */
  show(): void {
    if (this.panel) {
      this.panel.reveal();
      return;
    }
    this.open(vscode.ViewColumn.Active, false);
  }

  get isOpen(): boolean {
    return this.panel !== undefined;
  }

  /** Opens the view where a tab of it is that nothing feeds, and leaves the focus where it is. */
  replace(column: vscode.ViewColumn): void {
    this.sources.log.write(
      'info',
      `The view ${this.name} was left behind by another extension host; it is opened anew.`,
    );
    this.open(column, true);
  }

  deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    // The command may have been faster than VS Code; the panel it brings back is then one too many.
    if (this.panel) panel.dispose();
    else this.adopt(panel);
    return Promise.resolve();
  }

  /** Stops feeding the page; the panel itself is the user's to close. */
  dispose(): void {
    this.serializer.dispose();
    this.feed.dispose();
    this.panel = undefined;
  }

  private open(viewColumn: vscode.ViewColumn, preserveFocus: boolean): void {
    const { name, title, sources } = this;
    // The place of a tab is known only as long as it is there, so the new one comes first.
    const unfed = tabsOf(name);
    const options = { enableFindWidget: true };
    this.adopt(vscode.window.createWebviewPanel(viewId(name), title, { viewColumn, preserveFocus }, options));
    closeTabs(unfed, sources.log);
  }

  private adopt(panel: vscode.WebviewPanel): void {
    const { name, extensionUri, sources } = this;
    const media = vscode.Uri.joinPath(extensionUri, 'media');
    this.panel = panel;
    panel.title = this.title;
    panel.iconPath = {
      light: vscode.Uri.joinPath(media, 'icon-light.svg'),
      dark: vscode.Uri.joinPath(media, 'icon-dark.svg'),
    };
    this.feed.set(
      new ViewFeed({
        ...sources,
        name,
        webview: panel.webview,
        isVisible: () => panel.visible,
        onVisibility: panel.onDidChangeViewState,
        stream: viewStreams[name],
      }),
    );
    panel.onDidDispose(() => {
      if (this.panel !== panel) return;
      this.feed.clear();
      this.panel = undefined;
    });
    loadPage(panel.webview, extensionUri, name, this.title);
  }
}
