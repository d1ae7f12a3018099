import { Observable } from '../../src/host/observable';
import type { AlertCommand, AlertsInfo, Notice } from '../../src/protocol/alerts';

/** The part of an engine that alerts in VS Code talk to. */
export class FakeAlertEngine {
  readonly alerts = new Observable<AlertsInfo | undefined>(undefined);
  readonly commands: AlertCommand[] = [];
  isRunning = true;
  private readonly listeners = new Set<(notice: Notice) => void>();

  readonly alert = (command: AlertCommand): boolean => {
    if (this.isRunning) this.commands.push(command);
    return this.isRunning;
  };

  readonly onNotice = (listener: (notice: Notice) => void): { dispose(): void } => {
    this.listeners.add(listener);
    return { dispose: () => void this.listeners.delete(listener) };
  };

  get listenerCount(): number {
    return this.listeners.size;
  }

  tells(notice: Notice): void {
    for (const listener of this.listeners) listener(notice);
  }
}
