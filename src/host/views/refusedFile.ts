import * as vscode from 'vscode';
import type { FromView } from '../../protocol/viewLink';

const fileTypes: readonly FromView['type'][] = ['save', 'copy'];

/** Whether a message that is out of bounds was meant to save or copy something, which its user waits for. */
export function isRefusedFile(message: unknown): boolean {
  if (typeof message !== 'object' || message === null || !('type' in message)) return false;
  return fileTypes.some((type) => type === message.type);
}

/** Says that nothing was saved or copied; done when that was read. */
export function tellRefusedFile(): Thenable<unknown> {
  return vscode.window.showErrorMessage(
    vscode.l10n.t(
      'Nothing was saved or copied: figures may have 32 MiB at most, and a picture 64 MiB. Choose a shorter time, fewer lines or a smaller chart, and try again.',
    ),
  );
}
