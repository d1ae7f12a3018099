import * as vscode from 'vscode';
import type { StoreContext } from './storeContext';

/** Where a file shall be written, chosen by the user. */
export interface TargetFile {
  readonly uri: vscode.Uri;
  /** Absolute path on the machine that the engine runs on. */
  readonly file: string;
}

/** The words of one dialog for files. */
export interface FileWords {
  readonly title: string;
  readonly button: string;
  /** What the list of kinds of files calls them, and their ending without a dot. */
  readonly kind: string;
  readonly ending: string;
}

/** Asks where to write a file; at first in a folder of the data folder. Undefined: the user chose none that will do. */
export async function chooseTarget(
  { storage, now }: StoreContext,
  folder: 'exports' | 'backups',
  name: string,
  words: FileWords,
): Promise<TargetFile | undefined> {
  const place = vscode.Uri.joinPath(storage, folder);
  // A dialog that is told of a folder that is not there opens somewhere else.
  await vscode.workspace.fs.createDirectory(place);
  const uri = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(place, `${name}-${stamp(now())}.${words.ending}`),
    title: words.title,
    saveLabel: words.button,
    filters: { [words.kind]: [words.ending] },
  });
  return uri && onThisMachine(uri);
}

/** Asks for a file to read; at first in a folder of the data folder. */
export async function chooseSource(
  { storage }: StoreContext,
  folder: 'backups',
  words: FileWords,
): Promise<TargetFile | undefined> {
  const place = vscode.Uri.joinPath(storage, folder);
  await vscode.workspace.fs.createDirectory(place);
  const [uri] =
    (await vscode.window.showOpenDialog({
      defaultUri: place,
      title: words.title,
      openLabel: words.button,
      canSelectMany: false,
      filters: { [words.kind]: [words.ending] },
    })) ?? [];
  return uri && onThisMachine(uri);
}

async function onThisMachine(uri: vscode.Uri): Promise<TargetFile | undefined> {
  if (uri.scheme === 'file') return { uri, file: uri.fsPath };
  await vscode.window.showErrorMessage(
    vscode.l10n.t(
      'That place is not on the machine that is watched ({0}), and the monitor reads and writes files only there. Choose a place in its file system.',
      uri.scheme,
    ),
  );
  return undefined;
}

/** Says where something was put, and offers to go there. A notification without buttons shows only its first words. */
export async function offerPlace(message: string, place: vscode.Uri, canOpen = false): Promise<void> {
  const open = vscode.l10n.t('Open');
  const reveal = vscode.l10n.t('Reveal in File Explorer');
  const copy = vscode.l10n.t('Copy Path');
  // The file manager of the user's own machine cannot show a file of another one.
  const isLocal = vscode.env.remoteName === undefined && vscode.env.uiKind === vscode.UIKind.Desktop;
  const buttons = [...(canOpen ? [open] : []), isLocal ? reveal : copy];
  const chosen = await vscode.window.showInformationMessage(message, ...buttons);
  if (chosen === open) await vscode.commands.executeCommand('vscode.open', place);
  else if (chosen === reveal) await vscode.commands.executeCommand('revealFileInOS', place);
  else if (chosen === copy) await vscode.env.clipboard.writeText(place.fsPath);
}

/** A time as part of a file's name: `20261121-143000`, local time. */
function stamp(ms: number): string {
  const date = new Date(ms);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('');
  return `${day}-${two(date.getHours())}${two(date.getMinutes())}${two(date.getSeconds())}`;
}
