import type { StoreEvent, StoreSnapshot } from '../events/storeEvent';
import type { JournalContent } from '../journal/journalContent';
import type { StoreFolder } from '../upkeep/storeFolder';

/** Events and snapshots of one file. */
export interface EventFile {
  readonly events: Iterable<StoreEvent>;
  readonly snapshots: Iterable<StoreSnapshot>;
}

/**
 * Visits the events of every file that has some, oldest file first; what it is given holds until the visit ends.
 * @param session Only of this one.
 */
export async function eventsOf(
  folder: StoreFolder,
  session: string | undefined,
  visit: (file: EventFile) => Promise<void>,
): Promise<void> {
  const range = { from: -Infinity, to: Infinity, session };
  for (const segment of folder.segments({ kind: 'events' }))
    await folder.use(segment, (reader) => visit({ events: reader.events(range), snapshots: reader.snapshots(range) }));
  for (const journal of folder.journals()) {
    const content = await folder.journal(journal);
    await visit({ events: events(content, session), snapshots: snapshots(content, session) });
  }
}

function* events({ records }: JournalContent, session: string | undefined): Generator<StoreEvent> {
  for (const record of records)
    if (record.kind === 'event' && (session === undefined || record.event.session === session)) yield record.event;
}

function* snapshots({ records }: JournalContent, session: string | undefined): Generator<StoreSnapshot> {
  for (const record of records)
    if (record.kind === 'snapshot' && (session === undefined || record.snapshot.session === session))
      yield record.snapshot;
}
