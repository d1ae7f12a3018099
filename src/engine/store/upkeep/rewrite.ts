import type { PurgeReport, PurgeTarget } from '../../../protocol/storeJobs';
import { copySegments, type Keep } from './copySegments';
import type { SegmentFile } from './folderFiles';
import { NewSegments } from './newSegments';
import type { StoreFolder } from './storeFolder';

/** What was removed; the backups that may still hold it are for the caller to name. */
export type Removed = Omit<PurgeReport, 'backups'>;

interface Loss {
  samples: number;
  events: number;
  freedBytes: number;
  /** Sessions that were in something that was removed. */
  readonly sessions: Set<string>;
}

/**
 * Removes a session, everything before a time, or everything from the segments. Segments that hold other things too
 * are written anew without it, each in one change of the folder. Journals are not looked at: seal them first.
 * Of statistics over a stretch that began before the time nothing is kept, the samples after it are.
 * @throws Error of the disk, or the signal's reason: then a part is removed, and doing it again removes the rest.
 */
export async function removeFrom(folder: StoreFolder, target: PurgeTarget, signal: AbortSignal): Promise<Removed> {
  const keep = keepOf(target);
  const loss: Loss = { samples: 0, events: 0, freedBytes: 0, sessions: new Set() };
  for (const segment of folder.segments({ to: keep.from === -Infinity ? Infinity : keep.from })) {
    signal.throwIfAborted();
    await rewrite(folder, segment, keep, loss, signal);
  }
  await removeDamaged(folder, target, loss);
  const left = await sessionsLeft(folder, loss.sessions);
  const gone = [...loss.sessions].filter((session) => !left.has(session));
  return { samples: loss.samples, events: loss.events, sessions: gone.length, freedBytes: loss.freedBytes };
}

function keepOf(target: PurgeTarget): Keep {
  if (target === 'all') return { session: () => false, from: Infinity };
  if ('session' in target) return { session: (session) => session !== target.session, from: -Infinity };
  return { session: () => true, from: target.before };
}

async function rewrite(
  folder: StoreFolder,
  segment: SegmentFile,
  keep: Keep,
  loss: Loss,
  signal: AbortSignal,
): Promise<void> {
  const segments = new NewSegments(folder.sqlite, folder.sealing, segment);
  try {
    await folder.use(segment, async (reader) => {
      const sessions = reader.sessions();
      const kept = sessions.filter(keep.session);
      if (kept.length === sessions.length && keep.from === -Infinity) return;
      if (kept.length > 0 && segment.to >= keep.from)
        await copySegments(segments.of(segment.kind), segment.kind, [{ segment, reader }], keep, () =>
          folder.way.give(signal),
        );
      const { files, samples, events } = segments.finish();
      const freed = (await folder.bytesOf(segment)) - files.reduce((sum, { bytes }) => sum + bytes.length, 0);
      await folder.change({ add: files, remove: [segment.file] });
      loss.samples += reader.sampleCount - samples;
      loss.events += reader.eventCount - events;
      loss.freedBytes += freed;
      for (const session of sessions) if (keep.from !== -Infinity || !keep.session(session)) loss.sessions.add(session);
    });
  } finally {
    segments.dispose();
  }
}

/** What was set aside cannot be read, and so not be told apart: it goes when its time goes. */
async function removeDamaged(folder: StoreFolder, target: PurgeTarget, loss: Loss): Promise<void> {
  if (target !== 'all' && 'session' in target) return;
  const before = target === 'all' ? Infinity : target.before;
  const gone = folder.damaged().filter(({ from }) => from < before);
  if (gone.length === 0) return;
  for (const segment of gone) loss.freedBytes += await folder.bytesOf(segment);
  await folder.change({ add: [], remove: gone.map(({ file }) => file) });
}

/** Those of some sessions that something is left of. Every session has events or statistics, which are small files. */
async function sessionsLeft(folder: StoreFolder, sessions: ReadonlySet<string>): Promise<Set<string>> {
  const left = new Set<string>();
  for (const kind of ['events', 'coarse', 'raw'] as const)
    for (const segment of folder.segments({ kind })) {
      if (left.size === sessions.size) return left;
      await folder.use(segment, (reader) => {
        for (const session of reader.sessions()) if (sessions.has(session)) left.add(session);
      });
    }
  return left;
}
