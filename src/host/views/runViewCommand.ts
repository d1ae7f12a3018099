import * as vscode from 'vscode';
import { commandId } from '../../protocol/commands';
import type { ViewCommand } from '../../protocol/viewLink';
import { openSettings } from '../settings';

/** Runs what a view asked for. */
export function runViewCommand(command: ViewCommand): Thenable<unknown> {
  return command === 'openSettings' ? openSettings() : vscode.commands.executeCommand(commandId(command));
}
