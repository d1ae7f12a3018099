import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { ViewName } from '../../protocol/ux';
import { pageHtml } from './pageHtml';

/** Loads the page of a view into a webview, which may load files of the views and nothing else. */
export function loadPage(webview: vscode.Webview, extensionUri: vscode.Uri, view: ViewName, title: string): void {
  const folder = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
  const local = (file: string): string => webview.asWebviewUri(vscode.Uri.joinPath(folder, file)).toString();
  const translations = vscode.l10n.bundle;
  // A panel that VS Code brings back has the options of the version that made it.
  webview.options = { enableScripts: true, localResourceRoots: [folder] };
  webview.html = pageHtml({
    view,
    cspSource: webview.cspSource,
    nonce: randomBytes(16).toString('hex'),
    script: local(`${view}.js`),
    style: local(`${view}.css`),
    language: vscode.env.language,
    title,
    ...(translations ? { translations } : {}),
  });
}
