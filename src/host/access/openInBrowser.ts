import * as vscode from 'vscode';
import { messageOf } from '../../protocol/messageOf';
import type { EngineClient } from '../engineClient';

/** Opens the pages of the server in the user's browser, with a link that lets that browser in once. */
export async function openInBrowser(engine: Pick<EngineClient, 'openLink'>): Promise<void> {
  const { env, l10n, window, Uri } = vscode;
  try {
    // Where the extension runs on another machine, this brings its port to the one with the browser first.
    await env.openExternal(Uri.parse(await engine.openLink(), true));
  } catch (error) {
    await window.showErrorMessage(l10n.t('The monitor was not opened in a browser. {0}', messageOf(error)));
  }
}
