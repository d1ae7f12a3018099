import type { StoreEvent } from './storeEvent';

type Sequenced = Pick<StoreEvent, 'session' | 'sequence'>;

/** Whether it is the end that the next session wrote down for one that ended without a word. */
export function isAddedEnd({ type, data }: Pick<StoreEvent, 'type' | 'data'>): boolean {
  return type === 'session.end' && data['reason'] === 'crash';
}

/**
 * The events of one session by their numbers. An end that was added counts only where the session wrote none itself,
 * and comes after all there is: whoever added it may not have known all, when a journal was found again later.
 * @param known The highest number of the session that is known otherwise, such as that of a snapshot.
 */
export function inOrder(events: Iterable<StoreEvent>, known = 0): StoreEvent[] {
  const own: StoreEvent[] = [];
  let added: StoreEvent | undefined;
  let hasEnd = false;
  for (const event of events) {
    if (!isAddedEnd(event)) own.push(event);
    else if (!added || event.sequence > added.sequence) added = event;
    hasEnd ||= event.type === 'session.end' && !isAddedEnd(event);
  }
  own.sort((a, b) => a.sequence - b.sequence);
  if (!added || hasEnd) return own;
  const last = own.at(-1);
  const free = Math.max(last?.sequence ?? 0, known) + 1;
  if (added.sequence >= free) return [...own, added];
  return [...own, { ...added, sequence: free, timestamp: Math.max(added.timestamp, last?.timestamp ?? -Infinity) }];
}

/**
 * The events of some sessions, sessions by their ids and those of each in order.
 * @param snapshots Of the same sessions.
 */
export function inOrderBySession(events: Iterable<StoreEvent>, snapshots: Iterable<Sequenced>): StoreEvent[] {
  const known = new Map<string, number>();
  for (const { session, sequence } of snapshots) known.set(session, Math.max(known.get(session) ?? 0, sequence));
  const sessions = new Map<string, StoreEvent[]>();
  for (const event of events) {
    const own = sessions.get(event.session);
    if (own) own.push(event);
    else sessions.set(event.session, [event]);
  }
  return [...sessions]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([session, own]) => inOrder(own, known.get(session)));
}
