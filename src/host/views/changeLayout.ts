import * as vscode from 'vscode';
import type { LayoutChange } from '../../protocol/layout/layout';
import { messageOf } from '../../protocol/messageOf';
import type { LayoutSource } from './viewSources';

/**
 * Changes what the dashboard shows, and says why where that could not be done.
 * @param refused Called at once when it could not: the page shows the change already.
 */
export async function changeLayout(layout: LayoutSource, change: LayoutChange, refused: () => void): Promise<void> {
  try {
    await layout.change(change);
  } catch (error) {
    refused();
    const open = vscode.l10n.t('Open Layout');
    const choice = await vscode.window.showErrorMessage(messageOf(error), open);
    if (choice === open) await vscode.commands.executeCommand('wirthforge.openLayout');
  }
}
