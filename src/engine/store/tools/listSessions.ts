import type { SessionInfo, StoreJobResults } from '../../../protocol/storeJobs';
import { SessionList } from '../events/sessionList';
import { breathe } from '../upkeep/breathe';
import { eventsOf } from './storeEvents';
import type { JobContext } from './jobContext';

/**
 * The newest sessions.
 * @param limit Most of them.
 */
export async function listSessions(limit: number, context: JobContext): Promise<StoreJobResults['sessions']> {
  const { folder, signal } = context;
  const sessions = await folder.whileItLasts(async (): Promise<readonly SessionInfo[]> => {
    await folder.refresh();
    const list = new SessionList();
    await eventsOf(folder, undefined, async ({ events }) => {
      for (const event of events) list.add(event);
      await breathe(signal);
    });
    return list.newest(limit, await runningSession(context));
  });
  return { sessions };
}

/** The session of the newest journal while somebody writes it; without a writer none goes on. */
async function runningSession({ folder, isLive }: JobContext): Promise<string | undefined> {
  const newest = folder.journals().at(-1);
  if (!newest || !isLive) return undefined;
  return (await folder.journal(newest)).header?.session;
}
