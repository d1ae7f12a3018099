import type { AlertsInfo, Notice } from '../../protocol/alerts';
import type { FromEngine, LogLevel } from '../../protocol/engineLink';
import type { EngineStatus } from '../../protocol/status';

/** One who talks to the engine, as the engine sees it. */
export interface Listener {
  /** When the window was focused last, ms since 1970; undefined for what is no window, which tells people nothing. */
  readonly focusedAt: number | undefined;
  /** Whether it is another process, which has not heard the log yet. */
  readonly isElsewhere: boolean;
  tell(message: FromEngine): void;
}

/** Everyone who talks to the engine: its own window, and every follower. */
export class Desks {
  private readonly listeners = new Set<Listener>();
  private alerts: AlertsInfo | undefined;

  constructor(private readonly status: () => EngineStatus) {}

  /** From now on it hears what everybody hears, beginning with where things stand. */
  add(listener: Listener): void {
    this.listeners.add(listener);
    listener.tell({ type: 'status', status: this.status() });
    // Before the alerts of the last session are restored there seem to be none, which is not to be told.
    if (this.alerts) listener.tell({ type: 'alerts', alerts: this.alerts });
  }

  remove(listener: Listener): void {
    this.listeners.delete(listener);
  }

  tellStatus(): void {
    if (this.listeners.size > 0) this.tell({ type: 'status', status: this.status() });
  }

  readonly tellAlerts = (alerts: AlertsInfo): void => {
    this.alerts = alerts;
    this.tell({ type: 'alerts', alerts });
  };

  /** People sit in front of one window: the one that was focused last, else the one that came first. */
  readonly notify = (notice: Notice): void => {
    let best: Listener | undefined;
    for (const listener of this.listeners)
      if (listener.focusedAt !== undefined && listener.focusedAt > (best?.focusedAt ?? -Infinity)) best = listener;
    best?.tell({ type: 'notice', notice });
  };

  /** What the leader's own window has in its log by itself, the others are told. */
  tellLog(level: LogLevel, message: string): void {
    for (const listener of this.listeners) if (listener.isElsewhere) listener.tell({ type: 'log', level, message });
  }

  private tell(message: FromEngine): void {
    for (const listener of this.listeners) listener.tell(message);
  }
}
