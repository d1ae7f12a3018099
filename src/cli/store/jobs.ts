import { parseConfig } from '../../engine/config/parseConfig';
import type { Disk } from '../../engine/store/disk/disk';
import { askProblem } from '../../engine/store/thread/askProblem';
import type { JobContext } from '../../engine/store/tools/jobContext';
import { runJob } from '../../engine/store/tools/runJob';
import { Upkeep } from '../../engine/store/upkeep/upkeep';
import type { Config } from '../../protocol/settings';
import type { FolderJob, StoreJobResults } from '../../protocol/storeJobs';
import { isClosedPipe } from '../closedPipe';
import { findDataDir } from '../dataDir';
import { Failure } from '../failure';
import type { OptionValues, Surroundings } from '../verb';
import { textOf } from '../words';
import { askMonitor, monitorOn } from './askMonitor';
import { eventsOfVerb } from './eventsOfVerb';
import { openForReading, openForWriting, type OpenedStore } from './openStore';

type JobOf<K extends FolderJob['kind']> = Extract<FolderJob, { readonly kind: K }>;

/** The data folder that a verb works on; which one it is goes to standard error. */
export async function dataDirOf(values: OptionValues, surroundings: Surroundings): Promise<string> {
  const { path: dataDir, why } = await findDataDir(textOf(values, 'data-dir'), surroundings);
  surroundings.err(`Data folder: ${dataDir} (${why})`);
  return dataDir;
}

/** Does a job that only reads, beside a running monitor or without one. @throws Failure */
export async function readingJob<K extends FolderJob['kind']>(
  job: JobOf<K>,
  dataDir: string,
  surroundings: Surroundings,
  exportDisk?: Disk,
): Promise<StoreJobResults[K]> {
  const isLive = (await monitorOn(dataDir)) !== undefined;
  const store = await openForReading(dataDir, surroundings);
  try {
    return await carriedOut(job, store, { isLive, ...(exportDisk ? { exportDisk } : {}) }, surroundings);
  } finally {
    await store.close();
  }
}

/**
 * Does a job that changes the store: the running monitor does it when there is one, else it is done here.
 * @param command The same job as the body of a request.
 * @throws Failure
 */
export async function writingJob<K extends FolderJob['kind']>(
  job: JobOf<K>,
  command: object,
  dataDir: string,
  surroundings: Surroundings,
  config?: Config,
): Promise<Readonly<Record<string, unknown>>> {
  const monitor = await monitorOn(dataDir);
  if (monitor) return askMonitor(monitor, dataDir, command, surroundings);
  const store = await openForWriting(dataDir, surroundings);
  try {
    return Object.fromEntries(Object.entries(await carriedOut(job, store, { isLive: false }, surroundings, config)));
  } finally {
    await store.close();
  }
}

/** @throws Failure with what happened, what it means and what to do. */
async function carriedOut<K extends FolderJob['kind']>(
  job: JobOf<K>,
  store: OpenedStore,
  given: Pick<JobContext, 'isLive' | 'exportDisk'>,
  { err, stop, version }: Surroundings,
  config: Config = parseConfig({}).config,
): Promise<StoreJobResults[K]> {
  const { folder } = store;
  let lastStep = '';
  try {
    const result = await runJob(job, {
      ...given,
      folder,
      now: () => Date.now(),
      // Nobody here writes a journal: those that there are have been closed, or are a running monitor's.
      rotate: () => Promise.resolve(),
      upkeep: () => new Upkeep(folder, () => Date.now()).tidy(config, stop),
      record: eventsOfVerb(store, version),
      progress: ({ step }) => {
        // One line for each kind of step, not one for each file.
        const kind = step.split(' ', 1)[0] ?? step;
        if (kind !== lastStep) err(step);
        lastStep = kind;
      },
      signal: stop,
    });
    // Each kind of job has its own result; see runJob.
    return result as StoreJobResults[K];
  } catch (error) {
    if (isClosedPipe(error)) throw error;
    if (isClosedPipe(stop.reason)) throw stop.reason;
    if (stop.aborted)
      throw new Failure(
        `It was stopped before it was done.${given.exportDisk ? '' : ' What it had begun to write was removed.'}`,
      );
    throw error instanceof Failure ? error : new Failure(askProblem(error, folder.dataDir));
  }
}
