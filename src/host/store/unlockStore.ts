import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { hasKeyFile } from './keyFile';
import { runStoreJob } from './runStoreJob';
import type { StoreContext } from './storeContext';

const secretBytes = 32;

/** Opens an encrypted store with its passphrase where VS Code has lost the key, which gets a new one. */
export async function unlockStore(context: StoreContext): Promise<void> {
  const { l10n } = vscode;
  if (!(await hasKeyFile(context.storage.fsPath))) {
    await vscode.window.showInformationMessage(
      l10n.t('Recorded data is not encrypted, so there is nothing to unlock.'),
    );
    return;
  }
  const passphrase = await vscode.window.showInputBox({
    title: l10n.t('Unlock recorded data'),
    prompt: l10n.t('The passphrase that was set with "Set the Passphrase of the Store". It is not kept.'),
    password: true,
    ignoreFocusOut: true,
  });
  if (passphrase === undefined || passphrase === '') return;
  const secret = randomBytes(secretBytes);
  const result = await runStoreJob(
    context,
    { kind: 'adoptSecret', passphrase, secret },
    { title: l10n.t('Unlocking recorded data'), failed: l10n.t('Recorded data stays locked.') },
  );
  if (!result) return;
  await context.secret.adopt(secret);
  await vscode.window.showInformationMessage(
    l10n.t('Recorded data is unlocked, and VS Code opens it by itself again.'),
  );
}
