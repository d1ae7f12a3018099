import { JobCancelled } from '../../../../src/host/engineJobs';
import type { StoreContext } from '../../../../src/host/store/storeContext';
import { StoreDocuments } from '../../../../src/host/store/storeDocuments';
import type { SessionInfo, StoreJob, StoreJobKind, StoreJobResults } from '../../../../src/protocol/storeJobs';
import { Uri, fake } from '../../../support/fakeVscode';

export const now = new Date(2026, 10, 21, 14, 30, 5).getTime();

export const session: SessionInfo = {
  id: '20261121T120000Z-00000007',
  startedAt: now - 2 * 3_600_000 - 65_000,
  endedAt: now - 65_000,
  end: 'crash',
  events: 1204,
  energyJoules: 7200,
  inputTokens: 18_000,
  outputTokens: 950,
  requests: 12,
};

/** An engine that does every job at once, and keeps which ones it was given. */
export class FakeStore {
  readonly jobs: StoreJob[] = [];
  /** What each kind of job brings; an Error lets it fail. */
  readonly results: { [K in StoreJobKind]?: StoreJobResults[K] | Error } = { sessions: { sessions: [session] } };
  readonly documents = new StoreDocuments();
  /** Keys that VS Code was given to keep. */
  readonly adopted: Uint8Array[] = [];

  readonly context: StoreContext;

  constructor(dataDir = '/data') {
    this.context = {
      engine: {
        runJob: (what, progress) => {
          this.jobs.push(what);
          progress({ step: 'Half of it', share: 0.5 });
          progress({ step: 'All of it', share: 1 });
          const result = this.results[what.kind];
          return result === undefined || result instanceof Error
            ? Promise.reject(result ?? new JobCancelled())
            : Promise.resolve(result as never);
        },
      },
      storage: Uri.file(dataDir) as never,
      documents: this.documents,
      secret: {
        adopt: (secret) => {
          this.adopted.push(secret);
          return Promise.resolve();
        },
      },
      log: { write: (level, message) => void fake.logged.push(`${level} ${message}`), show: () => undefined },
      now: () => now,
    };
  }

  /** The jobs that it was given, without the look for sessions. */
  get work(): StoreJob[] {
    return this.jobs.filter(({ kind }) => kind !== 'sessions');
  }
}
