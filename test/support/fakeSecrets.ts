import { setTimeout } from 'node:timers/promises';
import { EventEmitter } from './fakeVscode';

const latencyMs = 50;

/** VS Code's secret storage, which all its windows share, on this machine and on others. */
export class FakeSecrets {
  readonly kept = new Map<string, string>();
  readonly changes = new EventEmitter<{ readonly key: string }>();
  readonly onDidChange: (listener: (change: { readonly key: string }) => unknown) => { dispose(): void } =
    this.changes.event;

  /** It answers late enough that others look at the same time. */
  get(name: string): Promise<string | undefined> {
    return setTimeout(latencyMs, this.kept.get(name));
  }

  store(name: string, value: string): Promise<void> {
    this.kept.set(name, value);
    this.changes.fire({ key: name });
    return Promise.resolve();
  }
}
