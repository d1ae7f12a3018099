import path from 'node:path';
import type { PurgeReport, PurgeTarget } from '../../../protocol/storeJobs';
import type { EventData } from '../events/eventSchemas';
import { removeFrom } from '../upkeep/rewrite';
import type { JobContext } from './jobContext';
import { removeUnreadable } from './removeUnreadable';
import { sealClosed } from './sealClosed';

/**
 * Removes a session, everything before a moment, or everything that was recorded until now. Backups are not touched;
 * those that may still hold it are named. That it was done is written down, with figures and nothing of what it was.
 */
export async function purge(what: PurgeTarget, context: JobContext): Promise<PurgeReport> {
  const { folder } = context;
  context.progress({ step: 'Closing the journal' });
  await sealClosed(context);
  context.progress({ step: 'Removing' });
  const readable = await removeFrom(folder, what, context.signal);
  const unreadable = what === 'all' ? await removeUnreadable(folder) : 0;
  const removed = { ...readable, freedBytes: readable.freedBytes + unreadable };
  await context.record('purge.finished', {
    ...namedIn(what),
    samples: removed.samples,
    events: removed.events,
    sessions: removed.sessions,
    freed_bytes: Math.max(0, removed.freedBytes),
  });
  return { ...removed, backups: await backupsIn(context) };
}

function namedIn(what: PurgeTarget): Pick<EventData['purge.finished'], 'target' | 'session' | 'before'> {
  if (what === 'all') return { target: 'all', session: null, before: null };
  if ('session' in what) return { target: 'session', session: what.session, before: null };
  return { target: 'before', session: null, before: what.before };
}

/** Archives in the folder for backups, and stores that a restore took the place of. */
async function backupsIn({ folder: { disk, dataDir } }: JobContext): Promise<string[]> {
  const archives = (await disk.list(path.join(dataDir, 'backups'))).filter((name) => name.endsWith('.zip'));
  const replaced = (await disk.list(dataDir)).filter((name) => name.startsWith('replaced-'));
  return [...archives.map((name) => `backups/${name}`), ...replaced].sort();
}
