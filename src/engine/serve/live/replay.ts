import { Batch } from './batch';
import type { Feed } from './feed';
import type { LiveLog, ResumePoint } from './liveLog';
import { metricsText } from './messages';
import type { Update } from './newestValues';
import type { NoteChannel } from './subscription';

export interface ReplayOptions {
  readonly epoch: number;
  readonly log: LiveLog;
  readonly feed: Pick<Feed, 'updates' | 'periodMs' | 'hasMetrics'>;
  readonly channels: readonly NoteChannel[];
  /** The last number that the client saw. */
  readonly seen: number;
  readonly from: ResumePoint;
}

/**
 * What a client missed while it was away, as it would have been told at its own rate. Ends when it was told everything
 * there is; undefined gives the thread free. Interrupted anywhere, the last number of a batch is one to go on from.
 */
export function* replay({
  epoch,
  log,
  feed,
  channels,
  seen,
  from,
}: ReplayOptions): Generator<Batch | undefined, number> {
  let at = from.metrics;
  let notesAt = from.notes;
  let last = seen;
  while (at < log.seq) {
    let end = Math.max(log.endOfStretch(at, feed.periodMs), Math.min(seen, log.seq));
    let updates: Update[];
    for (;;) {
      updates = feed.hasMetrics ? feed.updates(at, end) : [];
      const lastNote = log.notesBetween(notesAt, end).at(-1)?.seq ?? 0;
      // Each message needs a number that is later than those before it, and no later than what comes after it.
      if (end === log.seq || updates.length <= end - Math.max(last, lastNote)) break;
      end = log.endOfStretch(end, feed.periodMs);
    }
    const notes = log.notesBetween(notesAt, end).filter(({ channel }) => channels.includes(channel));
    const isNewest = end === log.seq;
    const first = isNewest ? log.told(updates.length) : end - updates.length + 1;
    const texts = notes.map(({ text }) => text);
    texts.push(...updates.map((update, i) => metricsText({ epoch, seq: first + i }, update, 0)));
    if (updates.length > 0) last = first + updates.length - 1;
    else last = notes.at(-1)?.seq ?? last;
    at = isNewest ? log.seq : end;
    notesAt = end;
    yield texts.length > 0 ? new Batch(texts, epoch, last) : undefined;
  }
  return at;
}
