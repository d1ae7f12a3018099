import * as vscode from 'vscode';
import { hasKeyFile } from './keyFile';
import { runStoreJob } from './runStoreJob';
import type { StoreContext } from './storeContext';

/** The engine refuses shorter ones; here they are refused while they are typed. */
const leastCharacters = 12;
const encryptSetting = 'wirthforge.store.encrypt';

/** Lets a passphrase open the encrypted store besides VS Code, in place of the last one. */
export async function setPassphrase(context: StoreContext): Promise<void> {
  const { l10n } = vscode;
  // The engine refuses it too, but only when it has been typed twice.
  if (!(await hasKeyFile(context.storage.fsPath))) return notEncrypted();
  const passphrase = await askedFor(
    l10n.t('Set the passphrase of the store (1/2)'),
    l10n.t(
      'At least {0} characters. The command line reads the encrypted data with it: it asks for it, or takes it from the variable {1}. VS Code does not need it. Keep it: it is written down nowhere.',
      leastCharacters,
      'WF_STORE_PASSPHRASE',
    ),
    (text) =>
      text.length < leastCharacters
        ? l10n.t('{0} of at least {1} characters.', text.length, leastCharacters)
        : undefined,
  );
  if (passphrase === undefined) return;
  const again = await askedFor(
    l10n.t('Set the passphrase of the store (2/2)'),
    l10n.t('The same once more.'),
    (text) => (text === passphrase ? undefined : l10n.t('This is not the same as before.')),
  );
  // A box can be confirmed while what it holds is still being checked.
  if (again !== passphrase) return;
  const result = await runStoreJob(
    context,
    { kind: 'setPassphrase', passphrase },
    { title: l10n.t('Setting the passphrase of the store'), failed: l10n.t('The passphrase was not set.') },
  );
  if (!result) return;
  await vscode.window.showInformationMessage(l10n.t('The passphrase is set. An earlier one opens older backups only.'));
}

async function notEncrypted(): Promise<void> {
  const { l10n } = vscode;
  const openSettings = l10n.t('Open Settings');
  const message = l10n.t(
    'Recorded data is not encrypted, so it needs no passphrase. Turn on the setting {0} first.',
    encryptSetting,
  );
  if ((await vscode.window.showInformationMessage(message, openSettings)) === openSettings)
    await vscode.commands.executeCommand('workbench.action.openSettings', encryptSetting);
}

function askedFor(
  title: string,
  prompt: string,
  validateInput: (text: string) => string | undefined,
): Thenable<string | undefined> {
  return vscode.window.showInputBox({ title, prompt, password: true, ignoreFocusOut: true, validateInput });
}
