import type { SegmentFile } from './folderFiles';
import type { StoreFolder } from './storeFolder';

const dayMs = 86_400_000;

/**
 * Sessions that ended more than `days` ago (0: never too old), oldest first. One writer follows another, so a session
 * that goes on after the limit is in the first file after it.
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
  return [...old].filter((session) => !later.has(session)).sort();
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
