import type { EventType } from '../../../protocol/events';
import type { JobProgress, MaintenanceDepth } from '../../../protocol/storeJobs';
import type { Disk } from '../disk/disk';
import type { EventData } from '../events/eventSchemas';
import type { StoreFolder } from '../upkeep/storeFolder';

/** Ends when the event is on its way into the store. */
export type RecordEvent = <T extends EventType>(type: T, data: EventData[T]) => void | Promise<void>;

/** Where a job runs: in the store's thread, or on the command line when no monitor runs. */
export interface JobContext {
  /** Its disk and data folder are the job's too. A job that writes needs a folder that may be changed. */
  readonly folder: StoreFolder;
  /** Where exports are written, if not on the folder's disk. */
  readonly exportDisk?: Disk;
  /** Whether a monitor records into the data folder at the moment, here or in another process. */
  readonly isLive: boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Has the journal's writer close its journal and seals it: what was measured until now lies in segments then. */
  readonly rotate: () => Promise<void>;
  /** Seals what is closed, compacts and removes what is kept no longer; tells what it did, for people. */
  readonly upkeep: (
    depth: MaintenanceDepth,
  ) => Promise<{ readonly done: readonly string[]; readonly freedBytes: number }>;
  /** Writes down that something was done with the store. */
  readonly record: RecordEvent;
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
