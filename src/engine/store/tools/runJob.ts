import type { StoreJob, StoreJobKind, StoreJobResults } from '../../../protocol/storeJobs';
import type { JobContext } from './jobContext';

/**
 * Does one job on the store. A cancelled one leaves nothing half done.
 * @throws JobFailure and the store's own errors, each with a message for people; the reason of the abort when cancelled.
 */
export declare function runJob(job: StoreJob, context: JobContext): Promise<StoreJobResults[StoreJobKind]>;
