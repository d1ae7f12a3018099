import type { SegmentFile } from './folderFiles';
import type { StoreFolder } from './storeFolder';

const dayMs = 86_400_000;

/**
 * Sessions that ended more than `days` ago (0: never too old), oldest first. One writer follows another: a session has
 * ended when a later one begins, and one that goes on after the limit is in the first file after it.
 * @param now Milliseconds since 1970.
 */
export async function expiredSessions(folder: StoreFolder, days: number, now: number): Promise<readonly string[]> {
  if (days === 0) return [];
  const limit = now - days * dayMs;
  const segments = folder.segments();
  const old = await sessionsOf(
    folder,
    segments.filter(({ from }) => from < limit),
  );
  const later = await sessionsOf(folder, firstAfter(segments, limit));
  const begun = [...old].map(originOf).filter(({ startedAt }) => startedAt <= limit);
  const newest = Math.max(...begun.map(({ epoch }) => epoch));
  return [...old].filter((session) => !later.has(session) || originOf(session).epoch < newest).sort();
}

/** Of each kind those that reach over the limit and the first one that begins after it. */
function firstAfter(segments: readonly SegmentFile[], limit: number): readonly SegmentFile[] {
  const begun = new Set<string>();
  return segments.filter(({ kind, from, to }) => {
    if (to < limit || begun.has(kind)) return false;
    if (from >= limit) begun.add(kind);
    return true;
  });
}

async function sessionsOf(folder: StoreFolder, segments: readonly SegmentFile[]): Promise<Set<string>> {
  const sessions = new Set<string>();
  for (const segment of segments)
    await folder.use(segment, (reader) => {
      for (const session of reader.sessions()) sessions.add(session);
    });
  return sessions;
}

/** When a session began (ms since 1970) and under which epoch, as its id says; an id that says nothing is of no epoch. */
function originOf(session: string): { readonly startedAt: number; readonly epoch: number } {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z-(\d{8})$/.exec(session);
  if (!match) return { startedAt: Infinity, epoch: Infinity };
  const [year, month, day, hour, minute, second, epoch] = match.slice(1).map(Number);
  return { startedAt: Date.UTC(year!, month! - 1, day, hour, minute, second), epoch: epoch! };
}
