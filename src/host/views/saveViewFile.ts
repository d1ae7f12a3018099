import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { clauseOf } from '../../protocol/messageOf';
import type { ViewFile } from '../../protocol/viewLink';
import { fileName } from './fileName';

/**
 * Asks where to, writes a file that a view made, and says what became of it.
 * @param asked Called once the user has said where to, or that nothing is to be saved.
 */
export async function saveViewFile(file: ViewFile, asked: () => void): Promise<void> {
  const { l10n, window, workspace, Uri } = vscode;
  const isPicture = file.kind === 'png';
  const folder = workspace.workspaceFolders?.[0]?.uri ?? Uri.file(homedir());
  const asking = window.showSaveDialog({
    defaultUri: Uri.joinPath(folder, fileName(file.name, file.kind)),
    title: isPicture ? l10n.t('Save the picture') : l10n.t('Save the figures'),
    filters: isPicture ? { PNG: ['png'] } : { CSV: ['csv'] },
  });
  asking.then(asked, asked);
  const uri = await asking;
  if (!uri) return;
  const place = uri.scheme === 'file' ? uri.fsPath : uri.toString();
  try {
    await workspace.fs.writeFile(uri, isPicture ? file.bytes : new TextEncoder().encode(file.text));
  } catch (error) {
    const reason = clauseOf(error);
    await window.showErrorMessage(
      l10n.t('{0} could not be written: {1}. Nothing was saved. Save it again, to another place.', place, reason),
    );
    return;
  }
  await offerFile(uri, place);
}

async function offerFile(uri: vscode.Uri, place: string): Promise<void> {
  const { l10n, window, commands, env, UIKind } = vscode;
  const open = l10n.t('Open');
  const reveal = l10n.t('Reveal');
  // Only a desktop window beside the files can show them in the system's own file manager.
  const canReveal = uri.scheme === 'file' && env.remoteName === undefined && env.uiKind === UIKind.Desktop;
  const choice = await window.showInformationMessage(l10n.t('Saved {0}.', place), open, ...(canReveal ? [reveal] : []));
  if (choice === open) await commands.executeCommand('vscode.open', uri);
  else if (choice === reveal) await commands.executeCommand('revealFileInOS', uri);
}
