import * as vscode from 'vscode';
import { messageOf } from '../../protocol/messageOf';
import type { EngineClient } from '../engineClient';

/** Opens the pages of the server in the user's browser, with a link that lets that browser in once. */
export async function openInBrowser(engine: Pick<EngineClient, 'openLink'>): Promise<void> {
  const { env, l10n, window, Uri } = vscode;
  try {
    // Where the extension runs on another machine, its port is brought to the one with the browser first.
    const address = await env.asExternalUri(Uri.parse(await engine.openLink(), true));
    await env.openExternal(address);
  } catch (error) {
    await window.showErrorMessage(l10n.t('The monitor was not opened in a browser. {0}', messageOf(error)));
  }
}
