import path from 'node:path';
import type { Worker } from 'node:worker_threads';
import type { EventType } from '../protocol/events';
import type { HistoryAnswer, HistoryRequest } from '../protocol/history';
import type { Config } from '../protocol/settings';
import type { FolderJob, JobProgress, JobResult, StoreJob } from '../protocol/storeJobs';
import { Superseded } from './elect/fence';
import type { EndOfLeading } from './elect/leading';
import { messageOf } from '../protocol/messageOf';
import { StepQueue } from './stepQueue';
import { Attempts } from './store/attempts';
import type { Disk } from './store/disk/disk';
import { fencedDisk } from './store/disk/fencedDisk';
import { nodeDisk } from './store/disk/nodeDisk';
import type { Unlocker } from './store/encryption/unlocker';
import { epochOf } from './store/epochOf';
import { firstRowsOf, type FirstRows } from './store/firstRows';
import type { EventMarks } from './store/events/eventLog';
import type { EventData } from './store/events/eventSchemas';
import { WaitingEvents } from './store/events/waitingEvents';
import { notRecording } from './store/notRecording';
import { Recording } from './store/recording';
import { sessionName } from './store/sessionName';
import { StoreChores } from './store/storeChores';
import { figuresOf, type StoreFigures } from './store/storeFigures';
import { StoreKey } from './store/storeKey';
import { storeObstacle } from './store/storeObstacle';
import { spawnStore } from './store/thread/spawnStore';
import { StoreThread } from './store/thread/storeThread';
import type { Recorder } from './store/query/marks/storedMarks';
import { memoryTail } from './store/query/memoryTail';
import { recoverSwap } from './store/tools/restore/swapStore';
import { takesStoreAway } from './store/tools/takesStoreAway';
import { journalFolder, segmentFolder } from './store/upkeep/folderFiles';
import type { StoreRoomOptions } from './storeRoomOptions';
import type { Stoppable } from './ticker';

/** How often it is looked whether a recording is to be begun, ms. */
const lookMs = 2000;
/** Stands for a session while there is none, so that memory can be asked at least. */
const unrecorded = sessionName(0, 0);

/** What keeps the past: only who leads records into a data folder, everyone may ask about it. */
export class StoreRoom {
  private readonly steps: StepQueue;
  private readonly key: StoreKey;
  private readonly chores: StoreChores;
  private readonly attempts = new Attempts();
  private config: Config;
  private recording: Recording | undefined;
  private readonly disk: Disk;
  /** Asked while nothing is recorded. */
  private readingThread: StoreThread | undefined;
  /** Events that came before the session that they belong to. */
  private readonly waiting = new WaitingEvents();
  private firstRows: FirstRows = 'all';
  private beginning: Promise<void> | undefined;
  private retrying: Stoppable | undefined;
  private flushing: Stoppable | undefined;
  private isStarted = false;
  private isSuperseded = false;
  /** The epoch of the last recording; undefined before the first. */
  private lastEpoch: number | undefined;

  constructor(private readonly options: StoreRoomOptions) {
    const { config, dataDir, fence, unlocker, ticker, clock } = options;
    this.config = config;
    this.disk = fencedDisk(nodeDisk, fence);
    this.key = new StoreKey(this.disk, dataDir, unlocker);
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
    this.retrying = ticker.every(lookMs, () => {
      if (!this.recording && this.attempts.isDue(clock.monotonic())) void this.tryToBegin();
    });
    return this.tryToBegin();
  }

  /** Ends the session and writes the last of it, unless somebody else leads already. */
  async stop(reason: EndOfLeading = 'stopped'): Promise<void> {
    this.isStarted = false;
    this.isSuperseded ||= reason === 'superseded';
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
    else this.waiting.add(type, data, marks, this.options.clock.now());
  }

  /**
   * @throws HistoryRefusal when the answer would be too large; StoreFailure when the past cannot be read. The message
   * says what to do.
   */
  async history(request: HistoryRequest, signal?: AbortSignal): Promise<HistoryAnswer> {
    await this.begun();
    // Between two sessions everything that the last one wrote is in its journals, and the next one begins after it.
    const written = this.recording?.writer ?? {
      rows: firstRowsOf(this.firstRows, this.options.ring),
      acknowledged: undefined,
    };
    const tail = memoryTail(this.options.ring, written, this.recording?.session ?? unrecorded, request.metrics);
    return this.thread.ask('history', { request, tail }, signal ? { signal } : {});
  }

  /** Asks about what is written down. @throws StoreFailure when it cannot be read. */
  readonly ask: StoreThread['ask'] = async (kind, question, options) => {
    await this.begun();
    return this.thread.ask(kind, question, options);
  };

  /** Who records into the data folder at the moment. */
  get recorder(): Recorder {
    return this.recording ? { session: this.recording.session } : 'nobody';
  }

  /** @throws StoreFailure with what happened and what to do. */
  async runJob(job: StoreJob, progress: (progress: JobProgress) => void, signal: AbortSignal): Promise<JobResult> {
    if (job.kind === 'setPassphrase') return { unlockers: await this.key.setPassphrase(job.passphrase) };
    if (job.kind === 'adoptSecret') {
      const unlockers = await this.key.adopt(job.passphrase, job.secret);
      this.unlock({ kind: 'editor', secret: job.secret });
      return { unlockers };
    }
    const ask = (thread: StoreThread): Promise<JobResult> =>
      thread.ask('job', { job, settings: this.config }, { progress, signal });
    await this.begun();
    if (!this.recording && (job.kind === 'purge' || job.kind === 'maintenance'))
      throw notRecording(this.options.component.status);
    const result = takesStoreAway(job, this.recording?.session)
      ? await this.betweenSessions(job.kind, ask)
      : await ask(this.thread);
    void this.chores.measure();
    return result;
  }

  /** What the store counts about itself. */
  get figures(): StoreFigures {
    return figuresOf(this.recording, this.chores.bytes);
  }

  /** Why the files of the store are not at rest, for people; undefined when they are. */
  get obstacle(): string | undefined {
    return storeObstacle({ ...this.options.component.status, isLocked: this.key.isMissing, recording: this.recording });
  }

  /** Longest time since the last call that a writing took until it was safe, ms; undefined when nothing was written. */
  takeLongestWriteMs(): number | undefined {
    return this.recording?.writer.takeLongestWriteMs();
  }

  private get thread(): StoreThread {
    return this.recording?.thread ?? (this.readingThread ??= this.openToRead());
  }

  /** Ends at once unless a session is about to begin, which would cut off what is asked before it has. */
  async begun(): Promise<void> {
    if (!this.recording) await this.beginning;
  }

  private tryToBegin(): Promise<void> {
    this.beginning = this.steps.run(() => this.begin());
    return this.beginning;
  }

  private async begin(): Promise<void> {
    const { dataDir, component, clock, version, ring, log, fence } = this.options;
    const { disk } = this;
    if (!this.isStarted || this.recording || this.isSuperseded) return;
    this.attempts.begun();
    // It is tried again and again; only what comes of that is worth telling.
    if (component.status.state !== 'degraded') component.starting();
    if (!(await fence.holds())) throw new Superseded(fence.epoch);
    for (const folder of [journalFolder, segmentFolder]) await disk.makeFolder(path.join(dataDir, folder));
    await this.stopReading();
    const isRestored = await recoverSwap(disk, dataDir);
    // What an earlier session had not written yet belongs to the store that the restored one took the place of.
    if (isRestored && this.firstRows !== 'all') this.firstRows = 'now';
    await this.key.open(this.config['store.encrypt']);
    const change = this.key.takeChange();
    if (change !== undefined) log('info', change);
    const epoch = (this.lastEpoch = await epochOf(fence, disk, dataDir, this.lastEpoch));
    const recording = await Recording.begin({
      disk,
      dataDir,
      fence,
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
      superseded: () => {
        this.superseded(new Superseded(epoch));
      },
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
    const { recording } = this;
    this.flushing?.stop();
    await (this.isSuperseded ? recording?.abandon() : recording?.end(reason));
    await recording?.thread.stop(this.options.stopLimitMs);
    this.recording = undefined;
    if (recording) this.firstRows = startsAnew ? 'now' : recording.writer.rows;
  }

  private beginAnew(reason: string): Promise<void> {
    return this.steps.run(async () => {
      if (!this.isStarted) return;
      await this.end(reason);
      await this.begin();
    });
  }

  /** Does a job while no session goes on; what happens meanwhile belongs to the one that begins afterwards. */
  private async betweenSessions(
    kind: FolderJob['kind'],
    work: (thread: StoreThread) => Promise<JobResult>,
  ): Promise<JobResult> {
    let outcome: Promise<JobResult> = Promise.reject(notRecording(this.options.component.status));
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

  private superseded(why: Superseded): void {
    if (this.isSuperseded) return;
    this.isSuperseded = true;
    this.flushing?.stop();
    this.options.component.degraded(why.message);
    this.options.superseded?.();
  }

  private failed(error: unknown): void {
    const { clock, component } = this.options;
    if (error instanceof Superseded) {
      this.superseded(error);
      return;
    }
    if (!this.attempts.failed(clock.monotonic(), this.key.isMissing)) return;
    component.degraded(`Nothing is recorded: ${messageOf(error)} Live figures go on; recording is tried again.`);
  }
}
