import path from 'node:path';
import type { Worker } from 'node:worker_threads';
import type { EventType } from '../protocol/events';
import type { HistoryAnswer, HistoryRequest } from '../protocol/history';
import type { Config } from '../protocol/settings';
import type { FolderJob, JobProgress, JobResult, StoreJob } from '../protocol/storeJobs';
import type { Clock } from './clock';
import type { Component } from './component';
import { messageOf } from '../protocol/messageOf';
import type { Log } from './log';
import type { HotRing } from './metrics/hotRing';
import { StepQueue } from './stepQueue';
import { nodeDisk } from './store/disk/nodeDisk';
import type { Unlocker } from './store/encryption/unlocker';
import { firstRowsOf, type FirstRows } from './store/firstRows';
import type { CarriedState } from './store/events/carriedState';
import type { EventMarks } from './store/events/eventLog';
import type { EventData } from './store/events/eventSchemas';
import { WaitingEvents } from './store/events/waitingEvents';
import { recordedElsewhere, whyUnchanged } from './store/otherWriter';
import { Recording } from './store/recording';
import { sessionName } from './store/sessionName';
import { StoreChores } from './store/storeChores';
import { figuresOf, type StoreFigures } from './store/storeFigures';
import { StoreKey } from './store/storeKey';
import { spawnStore } from './store/thread/spawnStore';
import { StoreFailure, StoreThread } from './store/thread/storeThread';
import type { Recorder } from './store/query/marks/storedMarks';
import { memoryTail } from './store/query/memoryTail';
import { recoverSwap } from './store/tools/restore/swapStore';
import { takesStoreAway } from './store/tools/takesStoreAway';
import { nextEpoch } from './store/upkeep/folderIndex';
import { journalFolder, segmentFolder } from './store/upkeep/folderFiles';
import { WriterLock } from './store/writerLock';
import type { Stoppable, Ticker } from './ticker';

export interface StoreRoomOptions {
  readonly config: Config;
  readonly dataDir: string;
  readonly version: string;
  readonly ring: HotRing;
  readonly ticker: Ticker;
  readonly clock: Clock;
  readonly component: Component;
  readonly log: Log;
  /** The bundled entry of the store's thread; SQLite lies beside it. */
  readonly storeFile: string;
  /** Opens an encrypted store, where it is known at the start. */
  readonly unlocker?: Unlocker;
  /** How long its threads may take to clear up when they are stopped, ms; 2 s unless told. */
  readonly stopLimitMs?: number;
  /** Told that a session began, and what goes on in it. */
  readonly began: (carried: CarriedState | undefined) => void;
  /** Everything that was recorded is to be forgotten: what is in memory too. */
  readonly forget: () => void;
}

const retryMs = 2000;
const failedRetryMs = 5000;
/** The editor gives what opens an encrypted store a moment after it said that the store is to be encrypted. */
const keyPatienceMs = 3000;
/** Stands for a session while there is none, so that memory can be asked at least. */
const unrecorded = sessionName(0, 0);

/** What keeps the past: one at a time records into a data folder, everyone may ask about it. */
export class StoreRoom {
  private readonly steps: StepQueue;
  private readonly key: StoreKey;
  private readonly chores: StoreChores;
  private config: Config;
  private recording: Recording | undefined;
  private lock: WriterLock | undefined;
  /** Asked while somebody else records. */
  private readingThread: StoreThread | undefined;
  /** Events that came before the session that they belong to. */
  private readonly waiting = new WaitingEvents();
  private firstRows: FirstRows = 'all';
  private retrying: Stoppable | undefined;
  private flushing: Stoppable | undefined;
  private isStarted = false;
  /** Another process records what this one sees, so that what is in memory would count twice. */
  private isElsewhere = false;
  private retryAt = -Infinity;
  private missesKeySince: number | undefined;

  constructor(private readonly options: StoreRoomOptions) {
    const { config, dataDir, unlocker, ticker, clock } = options;
    this.config = config;
    this.key = new StoreKey(nodeDisk, dataDir, unlocker);
    this.chores = new StoreChores({
      ticker,
      clock,
      config: () => this.config,
      thread: () => this.recording?.thread,
      report: this.report,
    });
    this.steps = new StepQueue((error) => {
      this.failed(error);
    });
  }

  /** Ends when recording has begun, or its component says why it has not, or it waits a moment for its key. */
  start(): Promise<void> {
    const { ticker, clock } = this.options;
    this.isStarted = true;
    this.chores.start();
    this.retrying = ticker.every(retryMs, () => {
      if (!this.recording && clock.monotonic() >= this.retryAt) void this.steps.run(() => this.begin());
    });
    return this.steps.run(() => this.begin());
  }

  /** Ends the session and writes the last of it. */
  async stop(): Promise<void> {
    this.isStarted = false;
    this.chores.stop();
    this.retrying?.stop();
    // A job may go on for minutes, and between two sessions one holds up whatever comes after it.
    void this.recording?.thread.stop(this.options.stopLimitMs);
    await this.steps.run(async () => {
      await this.end('stopped');
      await this.readingThread?.stop(this.options.stopLimitMs);
    });
    this.options.component.stopped();
  }

  configure(config: Config): void {
    const before = this.config;
    this.config = config;
    if (before['backup.everyHours'] !== config['backup.everyHours']) this.chores.backupsChanged();
    if (before['store.flushMs'] !== config['store.flushMs']) this.flushEvery();
    if (before['store.encrypt'] !== config['store.encrypt']) void this.beginAnew('encryption changed');
  }

  /** What opens an encrypted store became known. */
  unlock(unlocker: Unlocker): void {
    if (this.key.use(unlocker)) void this.beginAnew('unlocked');
  }

  /** Writes an event down, or keeps it for the session that is about to begin. */
  record<T extends EventType>(type: T, data: EventData[T], marks: EventMarks = {}): void {
    if (this.recording && !this.recording.hasEnded) this.recording.record(type, data, marks);
    else if (!this.isElsewhere) this.waiting.add(type, data, marks, this.options.clock.now());
  }

  /**
   * @throws HistoryRefusal when the answer would be too large; StoreFailure when the past cannot be read. The message
   * says what to do.
   */
  history(request: HistoryRequest, signal?: AbortSignal): Promise<HistoryAnswer> {
    // Between two sessions everything that the last one wrote is in its journals, and the next one begins after it.
    const written = this.recording?.writer ?? {
      rows: firstRowsOf(this.firstRows, this.options.ring),
      acknowledged: undefined,
    };
    const tail = this.isElsewhere
      ? { position: undefined, chunks: [] }
      : memoryTail(this.options.ring, written, this.recording?.session ?? unrecorded, request.metrics);
    return this.thread.ask('history', { request, tail }, signal ? { signal } : {});
  }

  /** Asks about what is written down. @throws StoreFailure when it cannot be read. */
  readonly ask: StoreThread['ask'] = (kind, question, options) => this.thread.ask(kind, question, options);

  /** Who records into the data folder at the moment. */
  get recorder(): Recorder {
    if (this.isElsewhere) return 'another process';
    return this.recording ? { session: this.recording.session } : 'nobody';
  }

  /** @throws StoreFailure with what happened and what to do. */
  async runJob(job: StoreJob, progress: (progress: JobProgress) => void, signal: AbortSignal): Promise<JobResult> {
    if (job.kind === 'setPassphrase') return { unlockers: await this.key.setPassphrase(job.passphrase) };
    if (job.kind === 'adoptSecret') return this.adoptSecret(job.passphrase, job.secret);
    const ask = (thread: StoreThread): Promise<JobResult> =>
      thread.ask('job', { job, settings: this.config }, { progress, signal });
    if (this.isElsewhere && (job.kind === 'purge' || job.kind === 'maintenance')) throw this.refusal();
    const result = takesStoreAway(job, this.recording?.session)
      ? await this.betweenSessions(job.kind, ask)
      : await ask(this.thread);
    void this.chores.measure();
    return result;
  }

  private async adoptSecret(passphrase: string, secret: Uint8Array): Promise<JobResult> {
    const unlockers = await this.key.adopt(passphrase, secret);
    this.unlock({ kind: 'editor', secret });
    return { unlockers };
  }

  /** What the store counts about itself. */
  get figures(): StoreFigures {
    return figuresOf(this.recording, this.chores.bytes);
  }

  /** Longest time since the last call that a writing took until it was safe, ms; undefined when nothing was written. */
  takeLongestWriteMs(): number | undefined {
    return this.recording?.writer.takeLongestWriteMs();
  }

  private get thread(): StoreThread {
    return this.recording?.thread ?? (this.readingThread ??= this.openToRead());
  }

  private async begin(): Promise<void> {
    const { dataDir, component, clock, version, ring, log } = this.options;
    if (!this.isStarted || this.recording) return;
    this.retryAt = Infinity;
    // It is tried again and again; only what comes of that is worth telling.
    if (component.status.state !== 'degraded') component.starting();
    for (const folder of [journalFolder, segmentFolder]) await nodeDisk.makeFolder(path.join(dataDir, folder));
    this.lock ??= await WriterLock.acquire(dataDir);
    this.isElsewhere = !this.lock;
    if (!this.lock) {
      this.retryAt = clock.monotonic() + retryMs;
      // The other one sees the same; the session that begins here when it has ended is not to reach into its time.
      this.firstRows = 'now';
      this.waiting.forget();
      component.degraded(recordedElsewhere);
      if (await this.key.openForReading()) await this.stopReading();
      return;
    }
    await this.stopReading();
    const isRestored = await recoverSwap(nodeDisk, dataDir);
    // What an earlier session had not written yet belongs to the store that the restored one took the place of.
    if (isRestored && this.firstRows !== 'all') this.firstRows = 'now';
    await this.key.open(this.config['store.encrypt']);
    const change = this.key.takeChange();
    if (change !== undefined) log('info', change);
    const epoch = await nextEpoch(nodeDisk, dataDir);
    const recording = await Recording.begin({
      disk: nodeDisk,
      dataDir,
      version,
      clock,
      ring,
      epoch,
      reason: isRestored ? 'restored' : 'started',
      startedAt: Math.min(clock.now(), this.waiting.firstAt),
      firstRows: firstRowsOf(this.firstRows, ring),
      ...(this.key.sealing ? { sealingKey: this.key.sealing } : {}),
      spawn: () => this.spawn(epoch),
      problemChanged: (problem) => {
        if (problem === undefined) component.running();
        else component.degraded(problem);
      },
      record: (type, data) => {
        this.record(type, data);
      },
      report: this.report,
      filesChanged: () => void this.chores.measure(),
    });
    this.recording = recording;
    component.running();
    this.options.began(recording.carried);
    this.waiting.handOver((type, data, marks) => {
      recording.record(type, data, marks);
    });
    this.flushEvery();
  }

  /** The next question starts another thread, which knows the key there is then. */
  private async stopReading(): Promise<void> {
    await this.readingThread?.stop();
    this.readingThread = undefined;
  }

  /** @param startsAnew The next session begins with what comes then, not with what this one had not written yet. */
  private async end(reason: string, startsAnew = false): Promise<void> {
    const { recording, lock } = this;
    this.flushing?.stop();
    await recording?.end(reason);
    await recording?.thread.stop(this.options.stopLimitMs);
    this.recording = undefined;
    this.lock = undefined;
    if (recording) this.firstRows = startsAnew ? 'now' : recording.writer.rows;
    await lock?.release();
  }

  private beginAnew(reason: string): Promise<void> {
    return this.steps.run(async () => {
      if (!this.isStarted) return;
      await this.end(reason);
      await this.begin();
    });
  }

  /** Why what is recorded cannot be changed while nothing is recorded here. */
  private refusal(): StoreFailure {
    return new StoreFailure(whyUnchanged(this.options.component.status, this.isElsewhere), false);
  }

  /** Does a job while no session goes on; what happens meanwhile belongs to the one that begins afterwards. */
  private async betweenSessions(
    kind: FolderJob['kind'],
    work: (thread: StoreThread) => Promise<JobResult>,
  ): Promise<JobResult> {
    let outcome: Promise<JobResult> = Promise.reject(this.refusal());
    outcome.catch(() => undefined);
    await this.steps.run(async () => {
      const { recording } = this;
      if (!recording) return;
      this.flushing?.stop();
      await recording.end(kind);
      outcome = work(recording.thread);
      const isDone = await outcome.then(
        () => true,
        () => false,
      );
      if (isDone && kind === 'purge') this.options.forget();
      await this.end(kind, isDone);
      await this.begin();
    });
    return outcome;
  }

  private flushEvery(): void {
    this.flushing?.stop();
    const { recording } = this;
    if (!recording) return;
    this.flushing = this.options.ticker.every(this.config['store.flushMs'], () => {
      recording.writer.tick();
    });
  }

  private openToRead(): StoreThread {
    return new StoreThread({
      spawn: () => this.spawn(undefined),
      rotate: () => Promise.resolve([]),
      record: () => undefined,
      report: this.report,
    });
  }

  private spawn(writing: number | undefined): Worker {
    const { storeFile, dataDir } = this.options;
    return spawnStore(storeFile, {
      dataDir,
      ...(writing === undefined ? {} : { writing }),
      ...(this.key.reading ? { dataKey: this.key.reading } : {}),
      encrypts: this.key.sealing !== undefined,
    });
  }

  private readonly report = (problem: string): void => {
    this.options.log('warn', problem);
  };

  private failed(error: unknown): void {
    const { clock, component } = this.options;
    const now = clock.monotonic();
    this.missesKeySince = this.key.isMissing ? (this.missesKeySince ?? now) : undefined;
    if (this.missesKeySince !== undefined && now - this.missesKeySince < keyPatienceMs) {
      this.retryAt = now;
      return;
    }
    this.retryAt = now + failedRetryMs;
    component.degraded(`Nothing is recorded: ${messageOf(error)} Live figures go on; recording is tried again.`);
  }
}
