import type { EventType } from '../../../protocol/events';
import type { EventMarks } from './eventLog';
import type { EventData } from './eventSchemas';

type RecordEvent = <T extends EventType>(type: T, data: EventData[T], marks: EventMarks) => void;

const mostWaiting = 1000;

/** Events that come while there is no session to write them down in: the oldest ones, each with its own time. */
export class WaitingEvents {
  private readonly waiting: { readonly at: number; readonly tell: (record: RecordEvent) => void }[] = [];

  /** When the first one happened, ms since 1970; Infinity when none waits. */
  get firstAt(): number {
    return this.waiting.reduce((first, { at }) => Math.min(first, at), Infinity);
  }

  /** Keeps an event until it can be told, unless too many wait already. @param at When it happened, ms since 1970. */
  add<T extends EventType>(type: T, data: EventData[T], marks: EventMarks, at: number): void {
    if (this.waiting.length >= mostWaiting) return;
    this.waiting.push({
      at,
      tell: (record) => {
        record(type, data, { ...marks, at });
      },
    });
  }

  /** Tells them all, in the order in which they came, and forgets them. */
  handOver(record: RecordEvent): void {
    for (const { tell } of this.waiting.splice(0)) tell(record);
  }
}
