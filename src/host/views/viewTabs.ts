import * as vscode from 'vscode';
import type { HostLog } from '../log';
import { messageOf } from '../../protocol/messageOf';
import { viewId, type PanelName } from './viewKinds';

/** Whether a tab holds a view that is an editor, fed or not. */
export function isTabOf(name: PanelName, { input }: vscode.Tab): boolean {
  // VS Code puts a prefix of its own before the type.
  return input instanceof vscode.TabInputWebview && input.viewType.endsWith(`-${viewId(name)}`);
}

/** Every tab of this window that holds a view, in whatever group. */
export function tabsOf(name: PanelName): vscode.Tab[] {
  return vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.filter((tab) => isTabOf(name, tab)));
}

/** Closes tabs and leaves the focus where it is; the log says of those that VS Code does not close. */
export function closeTabs(tabs: readonly vscode.Tab[], log: Pick<HostLog, 'write'>): void {
  if (tabs.length === 0) return;
  vscode.window.tabGroups.close(tabs, true).then(undefined, (error: unknown) => {
    log.write(
      'warn',
      `VS Code did not close a tab that stays empty; if it is still there, close it: ${messageOf(error)}`,
    );
  });
}
