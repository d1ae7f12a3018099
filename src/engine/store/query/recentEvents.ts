import type { EventType } from '../../../protocol/events';
import type { StoreEvent } from '../events/storeEvent';
import type { StoreFolder } from '../upkeep/storeFolder';

export interface EventQuestion {
  readonly types: readonly EventType[];
  /** Milliseconds since 1970, included. */
  readonly from: number;
  /** Only the newest so many. */
  readonly most: number;
}

/** The newest events of some types, oldest first. Files are read from the newest back, and no more than it takes. */
export async function recentEvents(
  folder: StoreFolder,
  { types, from, most }: EventQuestion,
): Promise<readonly StoreEvent[]> {
  const wanted = new Set(types);
  const isWanted = (event: StoreEvent): boolean => wanted.has(event.type) && event.timestamp >= from;
  await folder.refresh();
  return folder.whileItLasts(async () => {
    let found: StoreEvent[] = [];
    for (const journal of folder.journals().toReversed()) {
      if (found.length >= most) break;
      const events: StoreEvent[] = [];
      for (const record of (await folder.journal(journal)).records)
        if (record.kind === 'event' && isWanted(record.event)) events.push(record.event);
      found = [...events, ...found];
    }
    for (const segment of folder.segments({ kind: 'events', from, to: Infinity }).toReversed()) {
      if (found.length >= most) break;
      const events = await folder.use(segment, (reader) =>
        [...reader.events({ from, to: Infinity, session: undefined })].filter(isWanted),
      );
      found = [...(events ?? []), ...found];
    }
    return found.sort((a, b) => a.timestamp - b.timestamp).slice(-most);
  });
}
