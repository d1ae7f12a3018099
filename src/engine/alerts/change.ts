import type { AlertInfo } from '../../protocol/alerts';
import type { EventType } from '../../protocol/events';
import type { Instance } from './finding';

export type AlertEventType = Extract<EventType, `alert.${string}`>;

/** A step in the life of an alert. Each becomes an event of the store. */
export interface AlertChange {
  readonly type: AlertEventType;
  readonly alert: AlertInfo;
  /** undefined once its rule is not in force any more. */
  readonly instance: Instance | undefined;
  /** Whether people are to be told: it began to fire or became more severe, and neither silence, nor another alert, nor its cooldown keeps it quiet. */
  readonly isNews: boolean;
  /** Milliseconds since 1970. */
  readonly at: number;
}
