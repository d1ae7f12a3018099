import type { EventType } from '../../../protocol/events';
import type { Clock } from '../../clock';
import type { QueuedRecord, RecordSource } from '../journal/recordSource';
import { eventText, snapshotText } from '../journal/textRecords';
import type { CarriedState } from './carriedState';
import { EventQueue } from './eventQueue';
import { checkedData, type EventData } from './eventSchemas';
import { applyEvent, initialState } from './monitorState';
import { isTimeZone } from './schemaParts';
import type { MonitorState } from './stateSchema';
import type { StoreEvent, StoreSnapshot } from './storeEvent';

const snapshotEvents = 1000;
const snapshotMs = 60_000;

export interface EventLogOptions {
  readonly session: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly version: string;
  readonly clock: Clock;
  /** What of the session before goes on in this one. */
  readonly carried: CarriedState | null;
  /** The session before, if it ended without a word; and its end, which is written first. */
  readonly recovered?: { readonly session: string; readonly missingEnd?: StoreEvent };
  /** Why the session begins, such as `started` or `restored`. */
  readonly reason?: string;
  /** Whose midnight ends a day; the machine's own by default. */
  readonly timeZone?: string;
  /** Told once for each type of which an event was refused. */
  readonly report?: (message: string) => void;
}

export interface EventMarks {
  /** When it happened, ms since 1970, of an event that had to wait; without it, now. */
  readonly at?: number;
  /** Number of the frame in which it happened. */
  readonly frameId?: number;
  /** Joules. */
  readonly energyDelta?: number;
}

/** The events of one session: numbers them, checks them, keeps what they come to, and hands them on to be written. */
export class EventLog {
  /** To be written: events, and snapshots behind the last event that they include. */
  readonly source: RecordSource;
  private readonly queue = new EventQueue();
  private readonly refusals = new Map<EventType, number>();
  private current: MonitorState;
  private sequence = 0;
  /** Time of the newest event, ms since 1970. */
  private lastAt: number;
  private snapshotSequence = 0;
  private snapshotAt: number;
  private hasEnded = false;
  private hasLargeState = false;

  constructor(private readonly options: EventLogOptions) {
    const { session, startedAt, version, clock, carried, recovered, reason = 'started' } = options;
    this.current = initialState(session);
    this.lastAt = startedAt;
    this.snapshotAt = clock.monotonic();
    this.source = {
      peek: (mostBytes): readonly QueuedRecord[] => {
        // Asking for records is the pace at which anything is written, so no timer of its own is needed.
        if (clock.monotonic() - this.snapshotAt >= snapshotMs) this.takeSnapshot('periodic');
        return this.queue.peek(mostBytes);
      },
      acknowledged: (count): void => {
        this.queue.acknowledged(count);
      },
    };
    if (recovered?.missingEnd) this.queue.addEvent('session.end', JSON.stringify(recovered.missingEnd));
    const time_zone = knownTimeZone(options.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone);
    const { platform, version: node } = process;
    const recovered_from = recovered?.session ?? null;
    const data = { reason, version, platform, node, time_zone, recovered_from, carried };
    this.take('session.start', data, startedAt, {});
  }

  /** What the events so far come to. */
  get state(): MonitorState {
    return this.current;
  }

  /** Records that wait to be written. */
  get depth(): number {
    return this.queue.depth;
  }

  /** Events that were dropped because too many waited, by type. */
  get dropped(): ReadonlyMap<EventType, number> {
    return this.queue.dropped;
  }

  /** Events that were refused because their data was not what their type says, by type. */
  get refused(): ReadonlyMap<EventType, number> {
    return this.refusals;
  }

  /** Takes an event in. Never throws: data that breaks its schema is refused, counted, and reported once per type. */
  record<T extends EventType>(type: T, data: EventData[T], marks: EventMarks = {}): void {
    if (this.hasEnded) this.refuse(type, 'The session has ended.');
    else this.take(type, data, this.timeOf(marks), marks);
  }

  /** Writes the end down, and the state that it led to. Later events are refused. */
  end(reason: string): void {
    if (this.hasEnded) return;
    this.record('session.end', { reason });
    this.takeSnapshot('end');
    this.hasEnded = true;
  }

  /** An event that waited keeps its time, but for that none is before the one that it follows, or after now. */
  private timeOf({ at }: EventMarks): number {
    const now = this.options.clock.now();
    return at === undefined ? now : Math.min(now, Math.max(at, this.lastAt));
  }

  private take(type: EventType, data: unknown, timestamp: number, { frameId, energyDelta }: EventMarks): void {
    const checked = checkedData(type, data);
    if ('problem' in checked) {
      this.refuse(type, `${checked.problem}.`);
      return;
    }
    const event: StoreEvent = {
      session: this.options.session,
      sequence: this.sequence + 1,
      timestamp,
      type,
      data: checked.data,
      ...(isMark(frameId) ? { frameId } : {}),
      ...(isMark(energyDelta) ? { energyDelta } : {}),
    };
    const text = fitting(() => eventText(event));
    if (text instanceof RangeError) {
      this.refuse(type, text.message);
      return;
    }
    this.sequence++;
    this.lastAt = timestamp;
    this.current = applyEvent(this.current, event);
    this.queue.addEvent(type, text);
    if (this.sequence - this.snapshotSequence >= snapshotEvents) this.takeSnapshot('events');
  }

  private takeSnapshot(reason: StoreSnapshot['reason']): void {
    this.snapshotAt = this.options.clock.monotonic();
    if (this.sequence === this.snapshotSequence) return;
    this.snapshotSequence = this.sequence;
    const snapshot: StoreSnapshot = {
      session: this.options.session,
      sequence: this.sequence,
      timestamp: this.options.clock.now(),
      reason,
      state: JSON.stringify(this.current),
    };
    const text = fitting(() => snapshotText(snapshot));
    if (typeof text === 'string') this.queue.addSnapshot(text);
    else if (!this.hasLargeState) this.reportLargeState(text.message);
  }

  private reportLargeState(why: string): void {
    this.hasLargeState = true;
    this.options.report?.(
      `The state of this session was not saved: ${why} Events are recorded as before, and the state is rebuilt from ` +
        'them, which takes longer. Fewer alerts at once make it smaller.',
    );
  }

  private refuse(type: EventType, why: string): void {
    const before = this.refusals.get(type) ?? 0;
    this.refusals.set(type, before + 1);
    if (before > 0) return;
    this.options.report?.(
      `An event ${type} was not recorded: ${why} Later ones of this type that cannot be recorded are only counted. ` +
        'Measuring goes on; if this comes again after a restart, please report it with this message.',
    );
  }
}

/** Some machines are set to a zone that nobody knows. */
const knownTimeZone = (zone: string): string => (isTimeZone(zone) ? zone : 'UTC');

/** JSON has no way to say what is not a number. */
const isMark = (value: number | undefined): value is number => value !== undefined && Number.isFinite(value);

/** The text, or why it is too large to be written. */
function fitting(text: () => string): string | RangeError {
  try {
    return text();
  } catch (error) {
    if (error instanceof RangeError) return error;
    throw error;
  }
}
