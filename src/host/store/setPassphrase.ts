import * as vscode from 'vscode';
import { runStoreJob } from './runStoreJob';
import type { StoreContext } from './storeContext';

/** The engine refuses shorter ones; here they are refused while they are typed. */
const leastCharacters = 12;

/** Lets a passphrase open the encrypted store besides VS Code, in place of the last one. */
export async function setPassphrase(context: StoreContext): Promise<void> {
  const { l10n } = vscode;
  const passphrase = await askedFor(
    l10n.t('Set the passphrase of the store (1/2)'),
    l10n.t(
      'At least {0} characters. The command line opens the encrypted store with it, also where VS Code is not. Nobody can tell it to you later; VS Code opens the store without it.',
      leastCharacters,
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
  await vscode.window.showInformationMessage(
    l10n.t(
      'The passphrase is set. The command line takes it from the variable {0} or asks for it; an earlier one opens the store no more, but still opens backups that were made with it.',
      'WF_STORE_PASSPHRASE',
    ),
  );
}

function askedFor(
  title: string,
  prompt: string,
  validateInput: (text: string) => string | undefined,
): Thenable<string | undefined> {
  return vscode.window.showInputBox({ title, prompt, password: true, ignoreFocusOut: true, validateInput });
}
