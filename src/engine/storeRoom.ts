import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { EventType } from '../protocol/events';
import type { HistoryAnswer, HistoryRequest } from '../protocol/history';
import type { Config } from '../protocol/settings';
import type { FolderJob, JobProgress, StoreJob, StoreJobKind, StoreJobResults } from '../protocol/storeJobs';
import type { Clock } from './clock';
import type { Component } from './component';
import type { Log } from './log';
import type { HotRing } from './metrics/hotRing';
import { StepQueue } from './stepQueue';
import { nodeDisk } from './store/disk/nodeDisk';
import type { Unlocker } from './store/encryption/unlocker';
import type { EventData } from './store/events/eventSchemas';
import { Recording } from './store/recording';
import { sessionName } from './store/sessionName';
import { StoreKey } from './store/storeKey';
import { StoreThread, type AskOptions } from './store/thread/storeThread';
import type { StoreBytes, StoreThreadInit } from './store/thread/storeLink';
import { memoryTail } from './store/query/memoryTail';
import { recoverSwap } from './store/tools/restore/swapStore';
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
  /** Told that a session began. */
  readonly began: () => void;
  /** Everything that was recorded is to be forgotten: what is in memory too. */
  readonly forget: () => void;
}

const retryMs = 2000;
const upkeepMs = 3_600_000;
const hourMs = 3_600_000;
const backupLookMs = 60_000;
/** Stands for a session while there is none, so that memory can be asked at least. */
const unrecorded = sessionName(0, 0);
const elsewhere =
  'Another window or program records into this data folder, so nothing is recorded twice. What is recorded there shows here too; this one takes over when the other ends.';

/** What keeps the past: one at a time records into a data folder, everyone may ask about it. */
export class StoreRoom {
  private readonly steps: StepQueue;
  private readonly key: StoreKey;
  private config: Config;
  private recording: Recording | undefined;
  private lock: WriterLock | undefined;
  /** Asked while somebody else records. */
  private readingThread: StoreThread | undefined;
  private readonly tasks: Stoppable[] = [];
  private flushing: Stoppable | undefined;
  private isStarted = false;
  /** Another process records what this one sees, so that what is in memory would count twice. */
  private isElsewhere = false;
  private retryAt = -Infinity;
  /** When the next backup of its own accord is looked after, ms since 1970. */
  private backupAt = 0;
  private bytes: StoreBytes = { journal: 0, raw: 0, fine: 0, coarse: 0, events: 0 };

  constructor(private readonly options: StoreRoomOptions) {
    this.config = options.config;
    this.key = new StoreKey(nodeDisk, options.dataDir, options.unlocker);
    this.steps = new StepQueue((error) => {
      this.failed(error);
    });
  }

  /** Ends when recording has begun, or its component says why it has not. */
  start(): Promise<void> {
    this.isStarted = true;
    const { ticker } = this.options;
    this.tasks.push(
      ticker.every(retryMs, () => {
        if (!this.recording && this.options.clock.monotonic() >= this.retryAt) void this.steps.run(() => this.begin());
      }),
      ticker.every(upkeepMs, () => {
        void this.tidy();
      }),
      ticker.every(backupLookMs, (now) => {
        if (now >= this.backupAt) void this.backUp();
      }),
    );
    return this.steps.run(() => this.begin());
  }

  /** Ends the session and writes the last of it. */
  async stop(): Promise<void> {
    this.isStarted = false;
    for (const task of this.tasks.splice(0)) task.stop();
    await this.steps.run(async () => {
      await this.end('stopped');
      await this.readingThread?.stop();
    });
    this.options.component.stopped();
  }

  configure(config: Config): void {
    const before = this.config;
    this.config = config;
    if (before['backup.everyHours'] !== config['backup.everyHours']) this.backupAt = 0;
    if (before['store.flushMs'] !== config['store.flushMs']) this.flushEvery();
    if (before['store.encrypt'] !== config['store.encrypt']) void this.beginAnew('encryption changed');
  }

  /** What opens an encrypted store became known. */
  unlock(unlocker: Unlocker): void {
    if (this.key.use(unlocker)) void this.beginAnew('unlocked');
  }

  record<T extends EventType>(type: T, data: EventData[T], marks?: Parameters<Recording['record']>[2]): void {
    this.recording?.record(type, data, marks);
  }

  /** @throws StoreFailure when the past cannot be read or the answer would be too large; the message says what to do. */
  history(request: HistoryRequest, signal?: AbortSignal): Promise<HistoryAnswer> {
    const { recording, isElsewhere } = this;
    const { session, writer } = recording ?? { session: unrecorded, writer: undefined };
    const tail = isElsewhere
      ? { position: undefined, chunks: [] }
      : memoryTail(this.options.ring, writer?.acknowledged, session, request.metrics);
    return this.thread.ask('history', { request, tail }, signal ? { signal } : {});
  }

  /** @throws StoreFailure with what happened and what to do. */
  async runJob(job: StoreJob, progress: (progress: JobProgress) => void, signal: AbortSignal): Promise<JobResult> {
    if (job.kind === 'setPassphrase') return this.setPassphrase(job.passphrase);
    if (job.kind === 'restore') return this.restore(job, { progress, signal });
    const result = await this.thread.ask('job', { job, settings: this.config }, { progress, signal });
    if (job.kind === 'purge' && job.what === 'all') this.options.forget();
    void this.measure();
    return result;
  }

  /** What the store counts about itself. */
  get figures(): StoreFigures {
    const { recording } = this;
    const journal = recording?.writer.acknowledged?.bytes ?? 0;
    return {
      queueDepth: recording?.events.depth ?? 0,
      bytes: { ...this.bytes, journal: Math.max(this.bytes.journal, journal) },
      lostRows: recording?.writer.lostRows ?? 0,
      droppedEvents: [...(recording?.events.dropped.values() ?? [])].reduce((sum, count) => sum + count, 0),
    };
  }

  /** Longest time since the last call that a writing took until it was safe, ms; undefined when nothing was written. */
  takeLongestWriteMs(): number | undefined {
    return this.recording?.writer.takeLongestWriteMs();
  }

  private get thread(): StoreThread {
    return this.recording?.thread ?? (this.readingThread ??= this.open(undefined));
  }

  private async begin(): Promise<void> {
    const { dataDir, component, clock, version, ring, log } = this.options;
    if (!this.isStarted || this.recording) return;
    this.retryAt = Infinity;
    component.starting();
    for (const folder of [journalFolder, segmentFolder]) await nodeDisk.makeFolder(path.join(dataDir, folder));
    this.lock ??= await WriterLock.acquire(dataDir);
    this.isElsewhere = !this.lock;
    if (!this.lock) {
      this.retryAt = clock.monotonic() + retryMs;
      component.degraded(elsewhere);
      if (await this.key.openForReading()) await this.stopReading();
      return;
    }
    await this.stopReading();
    const reason = (await recoverSwap(nodeDisk, dataDir)) ? 'restored' : 'started';
    await this.key.open(this.config['store.encrypt']);
    const change = this.key.takeChange();
    if (change !== undefined) log('info', change);
    const epoch = await nextEpoch(nodeDisk, dataDir);
    this.recording = await Recording.begin({
      disk: nodeDisk,
      dataDir,
      version,
      clock,
      ring,
      epoch,
      reason,
      ...(this.key.sealing ? { sealingKey: this.key.sealing } : {}),
      spawn: () => this.spawn(epoch),
      problemChanged: (problem) => {
        if (problem === undefined) component.running();
        else component.degraded(problem);
      },
      report: this.report,
      filesChanged: () => void this.measure(),
    });
    component.running();
    this.options.began();
    this.flushEvery();
  }

  /** The next question starts another thread, which knows the key there is then. */
  private async stopReading(): Promise<void> {
    await this.readingThread?.stop();
    this.readingThread = undefined;
  }

  private async end(reason: string): Promise<void> {
    const { recording, lock } = this;
    this.flushing?.stop();
    this.recording = undefined;
    this.lock = undefined;
    await recording?.end(reason);
    await recording?.thread.stop();
    await lock?.release();
  }

  private beginAnew(reason: string): Promise<void> {
    return this.steps.run(async () => {
      if (!this.isStarted) return;
      await this.end(reason);
      await this.begin();
    });
  }

  /** The store is exchanged as a whole, so nobody may write into it meanwhile. */
  private async restore(job: FolderJob, options: AskOptions): Promise<JobResult> {
    let outcome: { readonly result: JobResult } | { readonly error: unknown } | undefined;
    await this.steps.run(async () => {
      const { recording } = this;
      if (!recording) throw new Error(elsewhere);
      this.flushing?.stop();
      await recording.end('restore');
      try {
        outcome = { result: await recording.thread.ask('job', { job, settings: this.config }, options) };
      } catch (error) {
        outcome = { error };
      }
      await this.end('restore');
      await this.begin();
    });
    if (outcome && 'result' in outcome) return outcome.result;
    throw outcome ? outcome.error : new Error(`${elsewhere} Restore there, or close it first.`);
  }

  private async setPassphrase(passphrase: string): Promise<JobResult> {
    return { unlockers: await this.key.setPassphrase(passphrase) };
  }

  private async tidy(): Promise<void> {
    const { recording } = this;
    if (!recording) return;
    try {
      await recording.thread.ask('upkeep', { settings: this.config });
    } catch (error) {
      this.report(`Old files could not be put together or removed: ${messageOf(error)}`);
    }
    await this.measure();
  }

  private async backUp(): Promise<void> {
    const { recording } = this;
    const everyMs = this.config['backup.everyHours'] * hourMs;
    if (!recording || everyMs === 0) return;
    this.backupAt = Infinity;
    try {
      const ask = { everyMs, keep: this.config['backup.keep'] };
      this.backupAt = (await recording.thread.ask('scheduledBackup', ask)).nextAt;
    } catch (error) {
      this.backupAt = this.options.clock.now() + hourMs;
      this.report(`The backup that was due could not be made, and is tried again in an hour: ${messageOf(error)}`);
    }
  }

  private async measure(): Promise<void> {
    const { recording } = this;
    if (!recording) return;
    try {
      this.bytes = await recording.thread.ask('bytes', {});
    } catch (error) {
      this.report(`The size of the store is not known: ${messageOf(error)}`);
    }
  }

  private flushEvery(): void {
    this.flushing?.stop();
    const { recording } = this;
    if (!recording) return;
    this.flushing = this.options.ticker.every(this.config['store.flushMs'], () => {
      recording.writer.tick();
    });
  }

  private open(epoch: number | undefined): StoreThread {
    return new StoreThread({
      spawn: () => this.spawn(epoch),
      rotate: () => Promise.resolve([]),
      record: () => undefined,
      report: this.report,
    });
  }

  private spawn(writing: number | undefined): Worker {
    const { storeFile, dataDir } = this.options;
    const workerData: StoreThreadInit = {
      dataDir,
      wasmFile: path.join(path.dirname(storeFile), 'sql-wasm.wasm'),
      ...(writing === undefined ? {} : { writing }),
      ...(this.key.reading ? { dataKey: this.key.reading } : {}),
      encrypts: this.key.sealing !== undefined,
    };
    return new Worker(storeFile, { workerData, name: 'wirthforge-store' });
  }

  private readonly report = (problem: string): void => {
    this.options.log('warn', problem);
  };

  private failed(error: unknown): void {
    this.retryAt = this.options.clock.monotonic() + 5000;
    this.options.component.degraded(
      `Nothing is recorded: ${messageOf(error)} Live figures go on; recording is tried again.`,
    );
  }
}

export type JobResult = StoreJobResults[StoreJobKind];

export interface StoreFigures {
  readonly queueDepth: number;
  readonly bytes: StoreBytes;
  /** Rows that memory dropped before they could be written. */
  readonly lostRows: number;
  readonly droppedEvents: number;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
