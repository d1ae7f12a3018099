import * as vscode from 'vscode';
import { DisposableSlot, DisposableStore, type Disposable } from '../disposable';
import { loadPage } from './loadPage';
import { ViewFeed } from './viewFeed';
import { viewStreams } from '../../protocol/feed/viewStreams';
import { viewId } from './viewKinds';
import type { ViewSources } from './viewSources';

/** The overview in the side bar. Its page is thrown away while it is hidden, and told nothing then. */
export class OverviewView implements vscode.WebviewViewProvider, Disposable {
  private readonly parts = new DisposableStore();
  private readonly feed = this.parts.add(new DisposableSlot());

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly sources: ViewSources,
  ) {
    this.parts.add(vscode.window.registerWebviewViewProvider(viewId('overview'), this));
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    const feed = new ViewFeed({
      ...this.sources,
      name: 'overview',
      webview: view.webview,
      isVisible: () => view.visible,
      onVisibility: view.onDidChangeVisibility,
      stream: viewStreams.overview,
    });
    this.feed.set(feed);
    view.onDidDispose(() => {
      feed.dispose();
    });
    loadPage(view.webview, this.extensionUri, 'overview', vscode.l10n.t('Wirthforge Overview'));
  }

  dispose(): void {
    this.parts.dispose();
  }
}
