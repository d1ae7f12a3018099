import type { LiveLog, Note, ResumePoint } from './liveLog';
import type { NoteChannel } from './subscription';

/** Messages that wait for a client at the most; older ones are left out and counted. */
export const mostWaiting = 100;

/** What a feed has for all its clients at one time: values with `from < number <= to`. */
export interface Offer {
  readonly from: number;
  readonly to: number;
  /** Values in it. */
  readonly count: number;
  /** Values that a client would get that was last told `from`. */
  readonly countFrom: (from: number) => number;
}

/** What one client gets of an offer: the texts of all, texts of its own that begin earlier, or nothing. */
export type Portion =
  | { readonly kind: 'shared' }
  | { readonly kind: 'own'; readonly from: number; readonly missed: number }
  | { readonly kind: 'nothing' };

/** Notes for one client, and how many of those that it wanted it missed before them. */
export interface Notes {
  readonly notes: readonly Note[];
  readonly missed: number;
}

/**
 * Where one client stands in what all are told. Nothing waits here: a client that does not keep up has a place to come
 * back to, and gets the newest of what came since, and the number of values that it was not told.
 */
export class ClientQueue {
  private metricsAt: number;
  private notesAt: number;
  /** Notes of its channels up to there. */
  private counted: number;
  /** Values that were offered since `metricsAt`. */
  private leftOut = 0;

  /** @param at Up to where the client was told everything. */
  constructor(
    private readonly log: Pick<LiveLog, 'notesBetween' | 'count' | 'newestNote'>,
    private readonly channels: readonly NoteChannel[],
    at: ResumePoint,
  ) {
    this.metricsAt = at.metrics;
    this.notesAt = at.notes;
    this.counted = this.count() - this.later().length;
  }

  /** Up to where it was told everything. */
  get place(): ResumePoint {
    return { metrics: this.metricsAt, notes: this.notesAt };
  }

  /** Whether there is a note that it was not told. */
  get hasNotes(): boolean {
    return this.channels.length > 0 && this.log.newestNote > this.notesAt;
  }

  /** Whether it was not told metrics that others were. */
  get isBehind(): boolean {
    return this.leftOut > 0;
  }

  /** Takes part in an offer of metrics. */
  take(offer: Offer, isReady: boolean): Portion {
    const isInLine = this.metricsAt === offer.from;
    if (!isReady) {
      if (this.leftOut > 0) this.leftOut += offer.count;
      else this.leftOut = isInLine ? offer.count : offer.countFrom(this.metricsAt);
      if (this.leftOut === 0) this.metricsAt = offer.to;
      return { kind: 'nothing' };
    }
    const from = this.metricsAt;
    const offered = this.leftOut + offer.count;
    const wasLate = this.leftOut > 0;
    this.metricsAt = offer.to;
    this.leftOut = 0;
    if (isInLine && !wasLate) return offer.count > 0 ? { kind: 'shared' } : { kind: 'nothing' };
    return { kind: 'own', from, missed: wasLate ? offered - offer.countFrom(from) : 0 };
  }

  /** The notes that it was not told, the newest hundred. */
  takeNotes(): Notes {
    const notes = this.later().slice(-mostWaiting);
    const count = this.count();
    const missed = count - this.counted - notes.length;
    this.counted = count;
    this.notesAt = this.log.newestNote;
    return { notes, missed };
  }

  /** Notes of its channels so far. */
  private count(): number {
    return this.channels.reduce((sum, channel) => sum + this.log.count(channel), 0);
  }

  /** Those that it was not told, as far as they are remembered. */
  private later(): Note[] {
    const { log, channels, notesAt } = this;
    return log.notesBetween(notesAt, log.newestNote).filter(({ channel }) => channels.includes(channel));
  }
}
