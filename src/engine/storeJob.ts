import type { JobProgress, JobResult, StoreJob } from '../protocol/storeJobs';
import { StoreFailure, wasCalledOff } from './store/thread/storeThread';
import type { StoreRoom } from './storeRoom';

const cutOff =
  'The store was closed before this was done: the process that measures for all windows ended, or a setting of the store changed. It is not known how far it came: look at what there is, and try again.';

/**
 * Has the store do a job. The store also calls off what nobody cancelled, when it is closed; who asked is not to take
 * that for their wish.
 * @throws StoreFailure that is cancelled only where `signal` was aborted; Error for people.
 */
export async function storeJob(
  store: Pick<StoreRoom, 'runJob'>,
  job: StoreJob,
  progress: (progress: JobProgress) => void,
  signal: AbortSignal,
): Promise<JobResult> {
  try {
    return await store.runJob(job, progress, signal);
  } catch (error) {
    if (wasCalledOff(error) && !signal.aborted) throw new StoreFailure(cutOff, false);
    throw error;
  }
}
