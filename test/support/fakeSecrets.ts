import { setTimeout } from 'node:timers/promises';
import { EventEmitter } from './fakeVscode';

const latencyMs = 50;

/** VS Code's secret storage, which all its windows share, on this machine and on others. */
export class FakeSecrets {
  readonly kept = new Map<string, string>();
  /** Who asked while answers are held back, until they are let go. */
  readonly asking: (() => void)[] = [];
  isHeld = false;
  readonly changes = new EventEmitter<{ readonly key: string }>();
  readonly onDidChange: (listener: (change: { readonly key: string }) => unknown) => { dispose(): void } =
    this.changes.event;

  /** It answers late enough that others look at the same time. */
  get(name: string): Promise<string | undefined> {
    const value = this.kept.get(name);
    if (!this.isHeld) return setTimeout(latencyMs, value);
    return new Promise((resolve) => {
      this.asking.push(() => {
        resolve(value);
      });
    });
  }

  letGo(): void {
    this.isHeld = false;
    for (const answer of this.asking.splice(0)) answer();
  }

  store(name: string, value: string): Promise<void> {
    this.kept.set(name, value);
    this.changes.fire({ key: name });
    return Promise.resolve();
  }
}
