import type { EventType } from '../../../protocol/events';
import type { JobProgress, MaintenanceDepth } from '../../../protocol/storeJobs';
import type { StoreFolder } from '../upkeep/storeFolder';

/** Where a job runs: in the store's thread, or on the command line when no monitor runs. */
export interface JobContext {
  /** Its disk and data folder are the job's too. A job that writes needs a folder that may be changed. */
  readonly folder: StoreFolder;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Has the journal's writer close its journal, so that what was measured until now no longer changes. */
  readonly rotate: () => Promise<void>;
  /** Seals what is closed, compacts and removes what is kept no longer; tells what it did, for people. */
  readonly upkeep: (
    depth: MaintenanceDepth,
  ) => Promise<{ readonly done: readonly string[]; readonly freedBytes: number }>;
  /** Writes down that something was done with the store. */
  readonly record: (type: EventType, data: Readonly<Record<string, unknown>>) => void | Promise<void>;
  readonly progress: (progress: JobProgress) => void;
  readonly signal: AbortSignal;
}

/** A job that cannot be done. The message says what happened, what it means and what to do. */
export class JobFailure extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'JobFailure';
  }
}

/** @throws The reason of the abort. Called between two steps, so that a job ends with nothing half done. */
export function goOn({ signal }: Pick<JobContext, 'signal'>): void {
  signal.throwIfAborted();
}
