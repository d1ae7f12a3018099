import type { FolderJob } from '../../../protocol/storeJobs';

/** Whether a job takes away what the session that goes on is made of. @param session Its id; undefined while none goes on. */
export function takesStoreAway(job: FolderJob, session: string | undefined): boolean {
  if (job.kind !== 'purge') return job.kind === 'restore';
  const { what } = job;
  return what === 'all' || ('session' in what && what.session === session);
}
