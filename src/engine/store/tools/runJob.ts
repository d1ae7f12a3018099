import type { FolderJob, StoreJobKind, StoreJobResults } from '../../../protocol/storeJobs';
import { testAlerts } from './alerts/testAlerts';
import { makeBackup } from './backup/makeBackup';
import { runExport } from './export/runExport';
import type { JobContext } from './jobContext';
import { listSessions } from './listSessions';
import { maintenance } from './maintenance';
import { purge } from './purge';
import { replaySession } from './replaySession';
import { restoreBackup } from './restore/restoreBackup';
import { validateStore } from './validate/validateStore';

/**
 * Does one job on the store. A cancelled one leaves nothing half done; a removal that is cancelled has removed a part,
 * and asked for again removes the rest.
 * @throws JobFailure and the store's own errors, each with a message for people; error of the disk; the reason of the
 * abort when it was cancelled.
 */
export function runJob(job: FolderJob, context: JobContext): Promise<StoreJobResults[StoreJobKind]> {
  switch (job.kind) {
    case 'export':
      return runExport(job, context);
    case 'backup':
      return makeBackup(job.file, context);
    case 'restore':
      return restoreBackup(job.file, context);
    case 'validate':
      return validateStore(context);
    case 'sessions':
      return listSessions(job.limit, context);
    case 'replay':
      return replaySession(job.session, context);
    case 'testAlerts':
      return testAlerts(job, context);
    case 'purge':
      return purge(job.what, context);
    case 'maintenance':
      return maintenance(job.depth, context);
  }
}
