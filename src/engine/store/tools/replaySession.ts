import type { ReplayReport } from '../../../protocol/storeJobs';
import { inOrder } from '../events/addedEnd';
import { replay } from '../events/replay';
import type { StoreEvent, StoreSnapshot } from '../events/storeEvent';
import { goOn, JobFailure, type JobContext } from './jobContext';
import { noSession } from './sessionStart';
import { eventsOf } from './storeEvents';

/** Half a year of a busy machine; more would not fit into the memory that the store may take. */
const mostEvents = 1_000_000;

/**
 * Steps through what is kept of a session and compares where it leads with what was written down.
 * @throws JobFailure when there is nothing of it.
 */
export async function replaySession(session: string, context: JobContext): Promise<ReplayReport> {
  const { folder } = context;
  context.progress({ step: 'Reading events' });
  const { events, snapshots } = await folder.whileItLasts(async () => {
    await folder.refresh();
    const found = { events: [] as StoreEvent[], snapshots: [] as StoreSnapshot[] };
    await eventsOf(folder, session, (file) => {
      goOn(context);
      for (const event of file.events) found.events.push(event);
      for (const snapshot of file.snapshots) found.snapshots.push(snapshot);
      if (found.events.length > mostEvents) throw tooLong(session);
      return Promise.resolve();
    });
    return found;
  });
  if (events.length + snapshots.length === 0) throw noSession(session);
  context.progress({ step: 'Replaying', share: 0.5 });
  snapshots.sort((a, b) => a.sequence - b.sequence);
  return replay(inOrder(events, snapshots.at(-1)?.sequence), snapshots);
}

function tooLong(session: string): JobFailure {
  return new JobFailure(
    `Session ${session} has more than ${mostEvents} events, which is more than is replayed at once. Export it and replay a part.`,
  );
}
