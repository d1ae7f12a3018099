import { isAddedEnd } from '../events/addedEnd';
import type { StoreEvent, StoreSnapshot } from '../events/storeEvent';
import type { SegmentFile } from '../upkeep/folderFiles';
import type { StoreFolder } from '../upkeep/storeFolder';
import type { PastSession } from './storeLink';

/** An unreadable snapshot makes the one before it count; more than two would be a great coincidence. */
const mostSnapshots = 2;
/** Snapshots come every 1,000 events at the latest. */
const mostEvents = 20_000;

/** What the newest session before the writer's own left behind; undefined when there is none. */
export async function pastSession(folder: StoreFolder): Promise<PastSession | undefined> {
  await folder.refresh();
  return folder.whileItLasts(async () => {
    const newest = await newestSession(folder);
    return newest === undefined ? undefined : contentOf(folder, newest);
  });
}

interface Newest {
  readonly session: string;
  readonly epoch: number;
}

/**
 * The newest session of which anything was written down. One whose engine was killed before that has a journal with
 * nothing in it, or with the end of the session before and no beginning of its own.
 */
async function newestSession(folder: StoreFolder): Promise<Newest | undefined> {
  let newest: Newest | undefined;
  const before = folder.writing ?? Infinity;
  const take = (session: string): void => {
    const epoch = epochOfSession(session);
    if (epoch !== undefined && epoch < before && epoch >= (newest?.epoch ?? 0)) newest = { session, epoch };
  };
  // A merged file is named for its oldest journal, so one of the writer's own epoch holds nothing older.
  const earlier = folder.segments({ kind: 'events' }).filter(({ epoch }) => epoch < before);
  for (const segment of lastOnes(earlier))
    await folder.use(segment, (reader) => {
      for (const session of reader.sessions()) take(session);
    });
  for (const journal of folder.journals().filter(({ epoch }) => epoch < before)) {
    for (const record of (await folder.journal(journal)).records) {
      if (record.kind === 'event') take(record.event.session);
      if (record.kind === 'snapshot') take(record.snapshot.session);
    }
  }
  return newest;
}

/** The newest session is in the file that ends last or in that of the highest epoch, should the clock have been set. */
function lastOnes(segments: readonly SegmentFile[]): Set<SegmentFile> {
  const byEnd = [...segments].sort((a, b) => a.to - b.to).slice(-1);
  const byEpoch = [...segments].sort((a, b) => a.epoch - b.epoch || a.sequence - b.sequence).slice(-1);
  return new Set([...byEnd, ...byEpoch]);
}

async function contentOf(folder: StoreFolder, { session, epoch }: Newest): Promise<PastSession> {
  const snapshots: StoreSnapshot[] = [];
  const events = new Map<number, StoreEvent>();
  let addedEnd: StoreEvent | undefined;
  const takeSnapshot = (snapshot: StoreSnapshot): void => {
    if (snapshot.session !== session) return;
    snapshots.push(snapshot);
    snapshots.sort((a, b) => a.sequence - b.sequence).splice(0, snapshots.length - mostSnapshots);
  };
  const takeEvent = (event: StoreEvent): void => {
    if (event.session !== session) return;
    if (isAddedEnd(event)) addedEnd = event;
    else events.set(event.sequence, event);
    if (events.size > 2 * mostEvents) forgetBefore(events, snapshots[0]?.sequence ?? 0);
  };
  const range = { from: -Infinity, to: Infinity, session };
  for (const segment of folder.segments({ kind: 'events' }))
    await folder.use(segment, (reader) => {
      if (!reader.sessions().includes(session)) return;
      for (const snapshot of reader.snapshots(range)) takeSnapshot(snapshot);
      for (const event of reader.events(range)) takeEvent(event);
    });
  let lastSampleAt = Math.max(...folder.segments({ kind: 'fine' }).map((s) => (s.epoch === epoch ? s.to : -Infinity)));
  // The end of a session that was killed is in the journal of the next one.
  for (const journal of folder.journals().filter((j) => j.epoch >= epoch))
    for (const record of (await folder.journal(journal)).records) {
      if (record.kind === 'snapshot') takeSnapshot(record.snapshot);
      if (record.kind === 'event') takeEvent(record.event);
      if (record.kind === 'rows' && journal.epoch === epoch)
        lastSampleAt = Math.max(lastSampleAt, record.times.at(-1) ?? -Infinity);
    }
  forgetBefore(events, snapshots[0]?.sequence ?? 0);
  const newest = [...events.values()].sort((a, b) => a.sequence - b.sequence).slice(-mostEvents);
  return {
    session,
    snapshots,
    events: addedEnd ? [...newest, addedEnd] : newest,
    ...(Number.isFinite(lastSampleAt) ? { lastSampleAt } : {}),
  };
}

function forgetBefore(events: Map<number, StoreEvent>, sequence: number): void {
  for (const known of events.keys()) if (known <= sequence) events.delete(known);
}

/** Session ids end with the epoch of their engine. */
function epochOfSession(session: string): number | undefined {
  const match = /-(\d{8})$/.exec(session);
  return match ? Number(match[1]) : undefined;
}
