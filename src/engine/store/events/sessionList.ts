import type { SessionInfo } from '../../../protocol/storeJobs';
import { isAddedEnd } from './addedEnd';
import { knownEvent, type KnownEvent } from './knownEvent';
import type { StoreEvent } from './storeEvent';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

interface Listed {
  readonly info: Writable<SessionInfo>;
  /** Milliseconds since 1970. */
  lastAt: number;
  hasStart: boolean;
  /** The next session wrote its end down, which counts unless it wrote one itself. */
  hasAddedEnd: boolean;
}

/** Sessions as their events tell of them. Only a few numbers of each are held. */
export class SessionList {
  private readonly sessions = new Map<string, Listed>();

  /** @param event In any order, each one once. */
  add(event: StoreEvent): void {
    const listed = this.open(event);
    if (isAddedEnd(event)) {
      listed.hasAddedEnd = true;
      return;
    }
    listed.info.events++;
    const known = knownEvent(event);
    if ('problem' in known) return;
    count(listed, known.event);
  }

  /**
   * Newest first, at most so many.
   * @param running The session that goes on now; any other without an end crashed.
   */
  newest(limit: number, running?: string): SessionInfo[] {
    return [...this.sessions.values()]
      .sort((a, b) => b.info.startedAt - a.info.startedAt || (a.info.id < b.info.id ? 1 : -1))
      .slice(0, limit)
      .map(({ info, lastAt, hasAddedEnd }) => {
        if (info.end !== undefined || info.id === running) return { ...info };
        return { ...info, events: info.events + (hasAddedEnd ? 1 : 0), endedAt: lastAt, end: 'crash' };
      });
  }

  private open({ session: id, timestamp }: StoreEvent): Listed {
    let listed = this.sessions.get(id);
    if (!listed) {
      const none = { events: 0, energyJoules: 0, inputTokens: 0, outputTokens: 0, requests: 0 };
      listed = { info: { id, startedAt: timestamp, ...none }, lastAt: timestamp, hasStart: false, hasAddedEnd: false };
      this.sessions.set(id, listed);
    }
    // Its beginning may be older than what is kept.
    if (!listed.hasStart) listed.info.startedAt = Math.min(listed.info.startedAt, timestamp);
    listed.lastAt = Math.max(listed.lastAt, timestamp);
    return listed;
  }
}

function count(listed: Listed, { type, timestamp, data }: KnownEvent): void {
  const { info } = listed;
  if (type === 'session.start') {
    info.startedAt = timestamp;
    listed.hasStart = true;
  } else if (type === 'session.end') {
    info.endedAt = timestamp;
    info.end = 'stopped';
  } else if (type === 'energy.update') {
    info.energyJoules += data.energy;
  } else if (type === 'model.request') {
    info.requests++;
    info.inputTokens += data.input_tokens ?? 0;
    info.outputTokens += data.output_tokens ?? 0;
  }
}
