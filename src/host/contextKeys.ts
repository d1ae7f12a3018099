import * as vscode from 'vscode';
import type { EngineStatus } from '../protocol/status';
import type { Disposable } from './disposable';
import type { Observed } from './observable';

/** Keeps the context keys that `when` clauses and the walkthrough read in step with the engine. */
export class ContextKeys implements Disposable {
  private readonly known = new Map<string, boolean>();
  private readonly subscription: Disposable;

  constructor(status: Observed<EngineStatus | undefined>) {
    this.subscription = status.onChange((next) => {
      this.set('wirthforge.paused', next?.paused ?? false);
      this.set('wirthforge.hasModels', next?.runtimes.some((runtime) => runtime.models.length > 0) ?? false);
    });
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private set(key: string, value: boolean): void {
    if (this.known.get(key) === value) return;
    this.known.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  }
}
