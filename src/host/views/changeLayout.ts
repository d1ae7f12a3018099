import * as vscode from 'vscode';
import type { LayoutChange } from '../../protocol/layout/layout';
import { messageOf } from '../../protocol/messageOf';
import type { LayoutSource } from './viewSources';

/** Changes what the dashboard shows, and says why where that could not be done. */
export async function changeLayout(layout: LayoutSource, change: LayoutChange): Promise<void> {
  try {
    await layout.change(change);
  } catch (error) {
    const open = vscode.l10n.t('Open Layout');
    const choice = await vscode.window.showErrorMessage(messageOf(error), open);
    if (choice === open) await vscode.commands.executeCommand('wirthforge.openLayout');
  }
}
