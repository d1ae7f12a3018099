import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../disposable';

const scheme = 'wirthforge-store';

/** Reports on recorded data, as documents that cannot be edited. A newer report of a name takes the older one's place. */
export class StoreDocuments implements vscode.TextDocumentContentProvider, Disposable {
  private readonly parts = new DisposableStore();
  private readonly changed = this.parts.add(new vscode.EventEmitter<vscode.Uri>());
  private readonly texts = new Map<string, string>();

  readonly onDidChange = this.changed.event;

  constructor() {
    this.parts.add(vscode.workspace.registerTextDocumentContentProvider(scheme, this));
    this.parts.add(
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (uri.scheme === scheme) this.texts.delete(uri.path);
      }),
    );
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return (
      this.texts.get(uri.path) ??
      vscode.l10n.t(
        'This report is no longer kept. Run its command again: "Wirthforge: Check Recorded Data", "Replay a Session" or "Test Alert Rules on Recorded Data".',
      )
    );
  }

  /** @param name File name that the tab shows; its ending says how it is read. */
  async show(name: string, text: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme, path: `/${name}` });
    this.texts.set(uri.path, text);
    this.changed.fire(uri);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: false });
  }

  dispose(): void {
    this.parts.dispose();
  }
}
