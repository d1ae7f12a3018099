import * as vscode from 'vscode';
import { commandId } from '../../protocol/commands';
import { messageOf } from '../../protocol/messageOf';
import type { EngineClient } from '../engineClient';

/** Has a new token made, once the user has agreed that whoever uses the old one is cut off. */
export async function rotateToken(engine: Pick<EngineClient, 'rotateToken'>): Promise<void> {
  const { l10n, window } = vscode;
  const change = l10n.t('Change Token');
  const answer = await window.showWarningMessage(
    l10n.t('Change the token of the server?'),
    {
      modal: true,
      detail: l10n.t(
        'The tokens of all roles change, and programs and browsers that are connected now are disconnected. Programs that keep a copy of the old token need the new one.',
      ),
    },
    change,
  );
  if (answer !== change) return;
  try {
    await engine.rotateToken();
  } catch (error) {
    await window.showErrorMessage(messageOf(error));
    return;
  }
  const copy = l10n.t('Copy Address or Token…');
  const next = await window.showInformationMessage(l10n.t('There is a new token; the old one opens nothing.'), copy);
  if (next === copy) await vscode.commands.executeCommand(commandId('copyEndpoint'));
}
