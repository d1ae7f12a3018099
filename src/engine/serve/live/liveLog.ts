import { EntryLog } from './entryLog';
import type { NoteChannel } from './subscription';

/** An alert's step or an event, as it is told. */
export interface Note {
  readonly seq: number;
  readonly channel: NoteChannel;
  /** JSON of the whole message. */
  readonly text: string;
}

/** How far back a client that returns is told what it missed, ms. */
export const reachMs = 300_000;
const mostNotes = 2000;
/** An update of metrics is late by so much at the most while the machine is busy, ms. */
const latenessMs = 100;

/** Where a client goes on that was away. */
export interface ResumePoint {
  /** Metrics after this number are told. */
  readonly metrics: number;
  /** Notes after this number are told. */
  readonly notes: number;
}

/**
 * Numbers everything that can be told, in the order in which it came about: frames, notes, and the messages made of
 * them. Whoever was told something with a number was told all before it that it asked for. Remembers five minutes, or
 * less when more comes than fits.
 */
export class LiveLog {
  private readonly entries: EntryLog;
  private notes: Note[] = [];
  private readonly counts: Record<NoteChannel, number> = { alerts: 0, events: 0 };
  private forgottenNote = 0;
  /** Number of the newest frame or other change of metrics. */
  newestMetrics = 0;

  /** @param monotonic A clock for differences, ms. */
  constructor(monotonic: () => number) {
    this.entries = new EntryLog(monotonic, reachMs);
  }

  /** The last number that was given. */
  get seq(): number {
    return this.entries.last;
  }

  /** Number of the newest note that is remembered; 0 when none is. */
  get newestNote(): number {
    return this.notes.at(-1)?.seq ?? 0;
  }

  /** Notes of a channel so far. */
  count(channel: NoteChannel): number {
    return this.counts[channel];
  }

  /** Takes in a frame. @param messages Most messages of one time that it can become: the number of its sources. */
  frame(group: number, row: number, messages: number): void {
    for (let i = 1; i < messages; i++) this.entries.add('told');
    this.newestMetrics = this.entries.addFrame(group, row);
  }

  /** Takes in that a metric changed otherwise than by a frame. */
  changed(): number {
    return (this.newestMetrics = this.entries.add('told'));
  }

  /** Takes in a note. @param text Makes the JSON of its message, which has the number. */
  note(channel: NoteChannel, text: (seq: number) => string): void {
    const seq = this.entries.add('aside');
    this.counts[channel]++;
    this.notes.push({ seq, channel, text: text(seq) });
    if (this.notes.length > mostNotes) this.forgottenNote = this.notes.shift()!.seq;
  }

  /** Numbers for messages that tell of everything up to now; the first of them. */
  told(messages: number): number {
    const first = this.seq + 1;
    for (let i = 0; i < messages; i++) this.entries.add('told');
    return first;
  }

  /** A number for a message that tells nothing of metrics. */
  aside(): number {
    return this.entries.add('aside');
  }

  /** Calls `visit` for each frame with `from < number <= to`, oldest first. */
  frames(from: number, to: number, visit: (group: number, row: number) => void): void {
    this.entries.frames(from, to, visit);
  }

  /** Notes with `from < number <= to`, oldest first. */
  notesBetween(from: number, to: number): readonly Note[] {
    if (this.newestNote <= from) return [];
    return this.notes.filter(({ seq }) => seq > from && seq <= to);
  }

  /** The last number of those after `from` that came within `ms` of the first of them; a note is a stretch of its own. */
  endOfStretch(from: number, ms: number): number {
    const end = this.entries.endOfStretch(from, ms);
    const note = this.notes.find(({ seq }) => seq > from);
    return note === undefined || note.seq > end ? end : Math.max(from + 1, note.seq - 1);
  }

  /**
   * Where a client goes on whose last message had this number; undefined when what it missed is not known any more.
   * @param periodMs Time between two updates of its metrics: a note may have come to it before metrics that were older.
   */
  resumePoint(seq: number, periodMs: number): ResumePoint | undefined {
    if (seq > this.seq || seq < this.forgottenNote || !this.entries.reaches(seq)) return undefined;
    return { metrics: this.entries.isAside(seq) ? this.entries.before(seq, periodMs + latenessMs) : seq, notes: seq };
  }

  /** Nobody is told again what came up to now. */
  forget(): void {
    this.entries.forget();
    this.notes = [];
    this.forgottenNote = this.seq;
  }
}
