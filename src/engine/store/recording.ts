import type { EventType } from '../../protocol/events';
import { messageOf } from '../../protocol/messageOf';
import type { Clock } from '../clock';
import type { HotRing } from '../metrics/hotRing';
import type { EpochFence } from '../elect/fence';
import type { Disk } from './disk/disk';
import { fencedDisk } from './disk/fencedDisk';
import { aesCipher } from './encryption/aesCipher';
import type { CarriedState } from './events/carriedState';
import { EventLog } from './events/eventLog';
import type { EventData } from './events/eventSchemas';
import { recoverSession, type RecoveredSession } from './events/recovery';
import { JournalWriter } from './journal/journalWriter';
import { sessionName } from './sessionName';
import { StoreThread, wasCalledOff, type StoreThreadOptions } from './thread/storeThread';
import type { PastSession } from './thread/storeLink';

export interface RecordingOptions {
  readonly disk: Disk;
  readonly dataDir: string;
  readonly version: string;
  readonly clock: Clock;
  readonly ring: HotRing;
  /** Claimed, and no file in the data folder has it yet. */
  readonly epoch: number;
  readonly fence: EpochFence;
  /** Why the session begins, such as `started`. */
  readonly reason: string;
  /** When it begins, ms since 1970. Default: now. */
  readonly startedAt?: number;
  /** By id of the group, the number of the first row in memory that belongs to this session. */
  readonly firstRows: ReadonlyMap<number, number>;
  /** Encrypts the journal: 32 bytes. */
  readonly sealingKey?: Uint8Array;
  /** Starts the thread that may change the folder under this epoch. */
  readonly spawn: StoreThreadOptions['spawn'];
  /** Told why nothing can be written, for people; undefined once it can again. */
  readonly problemChanged: (problem: string | undefined) => void;
  /** Writes down what the store's thread did. */
  readonly record: StoreThreadOptions['record'];
  /** Told what was noticed in the data folder, for people. */
  readonly report: (problem: string) => void;
  /** Told that files came or went. */
  readonly filesChanged: () => void;
  /** Told, once, that somebody else leads: nothing more is written. */
  readonly superseded: () => void;
}

/** What people did, and saw that it was done. Unlike what is measured, it comes seldom, and once: it is written at once. */
const deeds: ReadonlySet<EventType> = new Set([
  'alert.acknowledged',
  'alert.silenced',
  'consent.granted',
  'consent.revoked',
] satisfies EventType[]);

/** One session of recording, by the one who leads: its journal, its events, and the store's thread. */
export class Recording {
  readonly session: string;
  readonly thread: StoreThread;
  readonly writer: JournalWriter;
  readonly events: EventLog;
  /** What the session before left that goes on in this one; undefined where there was none. */
  readonly carried: CarriedState | undefined;
  /** Journals that were closed and may not be sealed yet. */
  private readonly retired: string[] = [];
  private isRotating = false;
  private ended: Promise<void> | undefined;

  private constructor(
    private readonly options: RecordingOptions,
    thread: StoreThread,
    startedAt: number,
    past: RecoveredSession | undefined,
  ) {
    const { dataDir, version, clock, ring, epoch, fence, reason, firstRows, sealingKey, report } = options;
    const { problemChanged, superseded } = options;
    this.session = sessionName(startedAt, epoch);
    this.thread = thread;
    this.carried = past?.carried;
    this.events = new EventLog({
      session: this.session,
      startedAt,
      version,
      clock,
      reason,
      carried: past?.carried ?? null,
      ...(past?.missingEnd ? { recovered: { session: past.session, missingEnd: past.missingEnd } } : {}),
      report,
    });
    this.writer = new JournalWriter({
      disk: fencedDisk(options.disk, fence),
      dataDir,
      epoch,
      fence,
      session: this.session,
      ring,
      records: this.events.source,
      clock,
      firstRows,
      ...(sealingKey ? { cipher: aesCipher(sealingKey) } : {}),
      retired: (file) => {
        this.retired.push(file);
        // Whoever has the journal rotated seals it then and there.
        if (!this.isRotating) this.seal();
      },
      problemChanged,
      superseded,
    });
  }

  /** Finds out where the last session stood, then begins a new one. What it left behind is sealed meanwhile. */
  static async begin(options: RecordingOptions): Promise<Recording> {
    const startedAt = options.startedAt ?? options.clock.now();
    const begun: { recording?: Recording } = {};
    const thread = new StoreThread({
      spawn: options.spawn,
      report: options.report,
      rotate: async () => (await begun.recording?.rotate()) ?? [],
      record: options.record,
    });
    // Not to know the last session costs the totals of the day; not to record would cost what happens now.
    const past = await thread.ask('past', {}).catch((error: unknown) => {
      options.report(`What the last session left is not known: ${messageOf(error)}`);
      return undefined;
    });
    const recording = new Recording(options, thread, startedAt, past && recovered(past, startedAt));
    begun.recording = recording;
    recording.sealEarlier();
    return recording;
  }

  record<T extends EventType>(type: T, data: EventData[T], marks?: Parameters<EventLog['record']>[2]): void {
    this.events.record(type, data, marks);
    if (deeds.has(type)) this.writer.soon();
  }

  get hasEnded(): boolean {
    return this.ended !== undefined;
  }

  /** Ends the session and writes all that is left of it, once; nothing is written afterwards. */
  end(reason: string): Promise<void> {
    this.ended ??= this.finish(reason);
    return this.ended;
  }

  /** Ends without a word, since somebody else leads: nothing is written any more. */
  abandon(): Promise<void> {
    this.ended ??= this.writer.abandon();
    return this.ended;
  }

  private async finish(reason: string): Promise<void> {
    this.events.end(reason);
    await this.writer.close();
  }

  /** Closes the journal. @returns paths of all journals that are closed now. */
  private async rotate(): Promise<readonly string[]> {
    const last = this.writer.acknowledged?.file;
    // Nothing follows the last journal of a session, so there is none to go on in.
    if (this.ended) return last === undefined ? this.retired.splice(0) : [...this.retired.splice(0), last];
    this.isRotating = true;
    try {
      await this.writer.rotate();
    } finally {
      this.isRotating = false;
    }
    return this.retired.splice(0);
  }

  private seal(): void {
    const files = this.retired.splice(0);
    this.thread.ask('seal', { retired: files }).then(
      () => {
        this.options.filesChanged();
      },
      (error: unknown) => {
        this.retired.unshift(...files);
        this.notSealed('Journals', error);
      },
    );
  }

  private sealEarlier(): void {
    this.thread.ask('recover', {}).then(
      () => {
        this.options.filesChanged();
      },
      (error: unknown) => {
        this.notSealed('What earlier sessions left', error);
      },
    );
  }

  /** Nothing is lost: the journals stay, and are sealed with the next ones or by whoever begins next. */
  private notSealed(what: string, error: unknown): void {
    if (!wasCalledOff(error)) this.options.report(`${what} could not be put into segments yet: ${messageOf(error)}`);
  }
}

function recovered({ session, events, snapshots, lastSampleAt }: PastSession, nextAt: number): RecoveredSession {
  return recoverSession({
    session,
    events,
    snapshots,
    nextAt,
    ...(lastSampleAt === undefined ? {} : { lastSampleAt }),
  });
}
