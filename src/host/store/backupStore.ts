import * as vscode from 'vscode';
import { bytes } from '../format';
import { runStoreJob } from './runStoreJob';
import type { StoreContext } from './storeContext';
import { chooseSource, chooseTarget, offerPlace, type FileWords } from './storeFiles';
import { filesText } from './storeWords';

const words = (title: string, button: string): FileWords => ({
  title,
  button,
  kind: vscode.l10n.t('Wirthforge backup'),
  ending: 'zip',
});

/** Writes everything that is recorded into one file of the user's choice. Recording goes on meanwhile. */
export async function backupStore(context: StoreContext): Promise<void> {
  const { l10n } = vscode;
  const target = await chooseTarget(
    context,
    'backups',
    'wirthforge-backup',
    words(l10n.t('Back up recorded data'), l10n.t('Back Up')),
  );
  if (!target) return;
  const result = await runStoreJob(
    context,
    { kind: 'backup', file: target.file },
    {
      title: l10n.t('Backing up recorded data'),
      failed: l10n.t('The backup could not be made. What is recorded is as it was.'),
      cancelled: l10n.t('The backup was cancelled. No file was written.'),
    },
  );
  if (!result) return;
  const message = l10n.t('Backed up {0} ({1}) to {2}.', filesText(result.files), bytes(result.bytes), target.file);
  await offerPlace(message, target.uri);
}

/** Puts a backup in the place of what is recorded, which is kept beside it, after a warning. */
export async function restoreStore(context: StoreContext): Promise<void> {
  const { l10n } = vscode;
  const source = await chooseSource(context, 'backups', words(l10n.t('Restore a backup'), l10n.t('Choose')));
  if (!source) return;
  const restore = l10n.t('Restore');
  const detail = [
    l10n.t('From: {0}', source.file),
    l10n.t('The backup is checked first; if anything in it is damaged, nothing is changed.'),
    l10n.t(
      'What is recorded now is not deleted: it is moved into a folder of its own in {0}, and you are told which.',
      context.storage.fsPath,
    ),
    l10n.t('Charts and exports then show what the backup holds, and recording goes on after it.'),
  ].join('\n\n');
  const question = l10n.t('Replace all recorded data with this backup?');
  if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, restore)) !== restore) return;
  const result = await runStoreJob(
    context,
    { kind: 'restore', file: source.file },
    {
      title: l10n.t('Restoring a backup'),
      failed: l10n.t('Restoring the backup failed.'),
      cancelled: l10n.t('Restoring was cancelled. What is recorded is as it was.'),
    },
  );
  if (!result) return;
  const message = l10n.t(
    'Restored {0} ({1}). What was recorded before is kept in {2}; delete that folder when you are sure that you do not need it.',
    filesText(result.files),
    bytes(result.bytes),
    result.keptAt,
  );
  await offerPlace(message, vscode.Uri.file(result.keptAt));
}
