import * as vscode from 'vscode';
import { clauseOf } from '../../protocol/messageOf';

/**
 * Puts a text of a view on the clipboard, which can refuse it, as a browser does without the focus.
 * @param copied Called once it is there.
 */
export async function copyText(text: string, copied: () => void): Promise<void> {
  const { l10n, window, env } = vscode;
  try {
    await env.clipboard.writeText(text);
  } catch (error) {
    await window.showErrorMessage(
      l10n.t(
        'Nothing was copied: the clipboard did not take it ({0}). Click into the window and copy again.',
        clauseOf(error),
      ),
    );
    return;
  }
  copied();
  window.setStatusBarMessage(l10n.t('$(check) Copied'), copiedMs);
}

const copiedMs = 2000;
