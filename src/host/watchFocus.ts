import * as vscode from 'vscode';
import type { Disposable } from './disposable';

/** Tells when this window got the keyboard, ms since 1970, at once if it has it now. */
export function watchFocus(focused: (at: number) => void): Disposable {
  if (vscode.window.state.focused) focused(Date.now());
  return vscode.window.onDidChangeWindowState(({ focused: isFocused }) => {
    if (isFocused) focused(Date.now());
  });
}
