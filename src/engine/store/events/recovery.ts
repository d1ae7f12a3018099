import { inOrder } from './addedEnd';
import type { CarriedState } from './carriedState';
import { carriedOver } from './carryOver';
import { applyEvent, initialState } from './monitorState';
import { parseState, type MonitorState } from './stateSchema';
import type { StoreEvent, StoreSnapshot } from './storeEvent';

/** What is left of a session that is over. */
export interface RecoveredSession {
  readonly session: string;
  readonly state: MonitorState;
  /** `crash`: no end was written down. */
  readonly end: 'stopped' | 'crash';
  /** Time of its last record, ms since 1970. */
  readonly lastAt: number;
  /** What goes on in the session that begins now. */
  readonly carried: CarriedState;
  /** Of a crashed session: the end that it could not write itself. */
  readonly missingEnd?: StoreEvent;
}

export interface RecoveryOptions {
  readonly session: string;
  /** Of that session, in any order; what is there twice counts once. */
  readonly events: Iterable<StoreEvent>;
  readonly snapshots: Iterable<StoreSnapshot>;
  /** When the next session begins, ms since 1970. */
  readonly nextAt: number;
  /** Time of the session's last sample, ms since 1970, where that is known. */
  readonly lastSampleAt?: number;
}

/** Rebuilds where a session stood: its newest snapshot that can be read, and the events after it. */
export function recoverSession(options: RecoveryOptions): RecoveredSession {
  const { session } = options;
  let last = 0;
  let lastAt = options.lastSampleAt ?? -Infinity;
  const seen = ({ sequence, timestamp }: StoreEvent | StoreSnapshot): void => {
    last = Math.max(last, sequence);
    lastAt = Math.max(lastAt, timestamp);
  };
  let state = initialState(session);
  let base = 0;
  let known = 0;
  for (const snapshot of options.snapshots) {
    if (snapshot.session !== session) continue;
    seen(snapshot);
    known = Math.max(known, snapshot.sequence);
    const recorded = snapshot.sequence > base ? parseState(snapshot.state) : undefined;
    if (recorded?.session.id !== session) continue;
    state = recorded;
    base = snapshot.sequence;
  }
  const own: StoreEvent[] = [];
  for (const event of options.events) {
    if (event.session !== session) continue;
    seen(event);
    own.push(event);
  }
  let applied = base;
  for (const event of inOrder(own, known)) {
    if (event.sequence <= applied) continue;
    applied = event.sequence;
    state = applyEvent(state, event);
  }
  const { nextAt } = options;
  const end = state.session.ended === null || state.session.ended === 'crash' ? 'crash' : 'stopped';
  const at = lastAt === -Infinity ? nextAt : lastAt;
  const result = { session, state, end, lastAt: at, carried: carriedOver(state, nextAt) } as const;
  if (state.session.ended !== null) return result;
  const data = { reason: 'crash' };
  return { ...result, missingEnd: { session, sequence: last + 1, timestamp: at, type: 'session.end', data } };
}
