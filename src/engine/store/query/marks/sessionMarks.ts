import type { MarksRequest, SessionMark } from '../../../../protocol/marks';
import { isAddedEnd } from '../../events/addedEnd';
import type { StoreEvent } from '../../events/storeEvent';
import { sessionStart } from '../../tools/sessionStart';

interface Known {
  startedAt: number | undefined;
  /** As it wrote it down itself. */
  endedAt: number | undefined;
  /** As the next session wrote it down for it. */
  addedEnd: number | undefined;
}

/** Sessions that touch a stretch of time, gathered from their events in any order. */
export class SessionMarks {
  private readonly sessions = new Map<string, Known>();

  constructor(private readonly range: MarksRequest) {}

  /** @param event Of any type, not earlier than the range. */
  add(event: StoreEvent): void {
    const { type, session, timestamp } = event;
    if (type !== 'session.start' && type !== 'session.end') return;
    const known = this.open(session);
    if (type === 'session.start') known.startedAt = timestamp;
    else if (isAddedEnd(event)) known.addedEnd = timestamp;
    else known.endedAt = timestamp;
  }

  /** Oldest first, the newest so many. @param running The session that goes on now. */
  marks(
    running: string | undefined,
    most: number,
  ): { readonly marks: readonly SessionMark[]; readonly isComplete: boolean } {
    if (running !== undefined) this.open(running);
    const { from, to } = this.range;
    const marks = Array.from(this.sessions, ([id, { startedAt, endedAt, addedEnd }]): SessionMark => {
      // The beginning of a session that began before the range is told by its id, to the second.
      const end = endedAt ?? addedEnd ?? null;
      return { id, from: startedAt ?? sessionStart(id), to: id === running ? null : end };
    })
      .filter((mark) => mark.from <= to && (mark.to ?? Infinity) >= from)
      .sort((a, b) => a.from - b.from || (a.id < b.id ? -1 : 1));
    return { marks: marks.slice(-most), isComplete: marks.length <= most };
  }

  private open(session: string): Known {
    let known = this.sessions.get(session);
    if (!known) {
      known = { startedAt: undefined, endedAt: undefined, addedEnd: undefined };
      this.sessions.set(session, known);
    }
    return known;
  }
}
