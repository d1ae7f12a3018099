import type { EventType } from '../../../protocol/events';

/** Something that happened, as it is written down. */
export interface StoreEvent {
  readonly session: string;
  /** Grows by one with each event of a session, from 1. */
  readonly sequence: number;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly type: EventType;
  readonly data: Readonly<Record<string, unknown>>;
  readonly frameId?: number;
  /** Joules. */
  readonly energyDelta?: number;
}

/** The state after an event, from which replaying can begin. */
export interface StoreSnapshot {
  readonly session: string;
  /** Of the last event that the state includes. */
  readonly sequence: number;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly reason: 'periodic' | 'events' | 'end';
  /** JSON. */
  readonly state: string;
}
