import * as vscode from 'vscode';
import { commandId, type CommandName } from '../protocol/commands';
import { DisposableStore, type Disposable } from './disposable';

/** What each command of the table does. A command without a handler does not compile. */
export type CommandHandlers = Readonly<Record<CommandName, () => unknown>>;

/** Registers every command of the table. */
export function registerCommands(handlers: CommandHandlers): Disposable {
  const store = new DisposableStore();
  for (const name of Object.keys(handlers) as CommandName[]) {
    store.add(vscode.commands.registerCommand(commandId(name), () => handlers[name]()));
  }
  return store;
}
