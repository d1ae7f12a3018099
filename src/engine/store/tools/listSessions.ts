import type { SessionInfo, StoreJobResults } from '../../../protocol/storeJobs';
import { SessionList } from '../events/sessionList';
import { runningSession } from '../query/runningSession';
import { breathe } from '../upkeep/breathe';
import { eventsOf } from './storeEvents';
import type { JobContext } from './jobContext';

/**
 * The newest sessions.
 * @param limit Most of them.
 */
export async function listSessions(
  limit: number,
  { folder, signal, isLive }: JobContext,
): Promise<StoreJobResults['sessions']> {
  const sessions = await folder.whileItLasts(async (): Promise<readonly SessionInfo[]> => {
    await folder.refresh();
    const list = new SessionList();
    await eventsOf(folder, undefined, async ({ events }) => {
      for (const event of events) list.add(event);
      await breathe(signal);
    });
    return list.newest(limit, isLive ? await runningSession(folder) : undefined);
  });
  return { sessions };
}
