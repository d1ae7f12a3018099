import * as vscode from 'vscode';
import { commandId, type CommandName } from '../protocol/commands';
import { DisposableStore, type Disposable } from './disposable';

/**
 * What each command of the table does, given what VS Code or a link hands over, if anything. A command without a
 * handler does not compile.
 */
export type CommandHandlers = Readonly<Record<CommandName, (argument?: unknown) => unknown>>;

/** Registers every command of the table. */
export function registerCommands(handlers: CommandHandlers): Disposable {
  const store = new DisposableStore();
  for (const name of Object.keys(handlers) as CommandName[]) {
    store.add(vscode.commands.registerCommand(commandId(name), (argument: unknown) => handlers[name](argument)));
  }
  return store;
}
