import path from 'node:path';
import type { Clock } from '../../clock';
import type { HotRing } from '../../metrics/hotRing';
import { StepQueue } from '../../stepQueue';
import { Superseded, type EpochFence } from '../../elect/fence';
import type { Disk } from '../disk/disk';
import type { RecordCipher } from '../encryption/cipher';
import { BatchEncoder } from './batchEncoder';
import { FrameWriter } from './frames';
import { journalName, type JournalId } from './journalName';
import { JournalSequence } from './journalSequence';
import type { OpenJournal } from './openJournal';
import type { RecordSource } from './recordSource';
import { RetryPause } from './retryPause';
import { stalledProblem, writeProblem } from './writeProblem';

export interface JournalWriterOptions {
  readonly disk: Disk;
  readonly dataDir: string;
  /** Claimed, and no journal has it yet. */
  readonly epoch: number;
  /** What is written counts only if it holds once that is on disk. */
  readonly fence: EpochFence;
  readonly session: string;
  readonly ring: HotRing;
  readonly records: RecordSource;
  readonly clock: Clock;
  readonly cipher?: RecordCipher;
  /** By id of the group, the number of the first row to write; others are written from their first on. */
  readonly firstRows?: ReadonlyMap<number, number>;
  /** Told of each journal that is complete. @param file Path inside the data folder, with `/`. */
  readonly retired: (file: string) => void;
  /** Told why nothing can be written, for people; undefined once it can again. */
  readonly problemChanged: (problem: string | undefined) => void;
  /** Told, once, that somebody else leads: nothing more is written. */
  readonly superseded: () => void;
}

/** What is on disk for good. It is replaced as a whole, never changed. */
export interface Acknowledged extends JournalId {
  /** Path inside the data folder with `/`, such as `journal/00000001-000001.journal`. */
  readonly file: string;
  /** Of that file. */
  readonly bytes: number;
  /** By id of the group, the number of its first row that is neither in this journal nor in one before it. */
  readonly rows: ReadonlyMap<number, number>;
}

const stalledMs = 10_000;
const noRows: ReadonlyMap<number, number> = new Map();

/**
 * Writes what is new in the ring, and the records that wait, to journals: one append and one sync each time, after which
 * they are acknowledged. After a failure the next journal takes over, and has again what was not acknowledged.
 */
export class JournalWriter {
  private readonly folder: string;
  private readonly encoder: BatchEncoder;
  private readonly journals: JournalSequence;
  private readonly pause: RetryPause;
  private readonly steps: StepQueue;
  private busySince: number | undefined;
  private longestWriteMs: number | undefined;
  private problem: string | undefined;
  private position: Acknowledged | undefined;
  private isOver = false;
  /** Whether somebody waits for the next writing, which has not begun. */
  private isAwaited = false;

  constructor(private readonly options: JournalWriterOptions) {
    const { clock, dataDir, records, ring } = options;
    const frames = new FrameWriter();
    this.folder = path.join(dataDir, 'journal');
    this.encoder = new BatchEncoder(frames, ring, records, clock);
    this.journals = new JournalSequence({ ...options, folder: this.folder }, frames);
    this.pause = new RetryPause(clock);
    this.steps = new StepQueue((error) => {
      this.tell(writeProblem(error, this.folder));
    });
  }

  /** undefined until the first journal is open. */
  get acknowledged(): Acknowledged | undefined {
    return this.position;
  }

  /** By id of the group, the number of its first row that is not written yet. */
  get rows(): ReadonlyMap<number, number> {
    return this.position?.rows ?? this.options.firstRows ?? noRows;
  }

  /** Rows that the ring dropped before they could be written. */
  get lostRows(): number {
    return this.encoder.lostRows;
  }

  /** How long the writing that is under way has taken so far, ms; 0 while there is none. */
  get busyMs(): number {
    return this.busySince === undefined ? 0 : this.options.clock.monotonic() - this.busySince;
  }

  /** Longest time since the last call that data took until it was safe, ms; undefined when none was written. */
  takeLongestWriteMs(): number | undefined {
    const longest = this.longestWriteMs;
    this.longestWriteMs = undefined;
    return longest;
  }

  /** Writes what is new, unless the last writing goes on or failed a short while ago. Meant to be called regularly. */
  tick(): void {
    if (this.busySince !== undefined) {
      if (this.busyMs >= stalledMs) this.tell(stalledProblem(this.folder, stalledMs / 1000));
    } else if (this.pause.isOver) void this.flush();
  }

  /** Writes what is new as soon as the writing that goes on has ended, unless writing failed a short while ago. */
  soon(): void {
    if (this.isAwaited || !this.pause.isOver) return;
    this.isAwaited = true;
    void this.attempt(() => {
      this.isAwaited = false;
      return this.writeAll();
    });
  }

  /** Writes at once what is new; ends when it is on disk or has failed, which is told as a problem. */
  async flush(): Promise<void> {
    await this.attempt(() => this.writeAll());
  }

  /**
   * Writes what is new and goes on in a new journal, so that everything so far can be sealed.
   * @throws Error with what happened, what it means and what to do.
   */
  async rotate(): Promise<void> {
    const problem = await this.attempt(async () => {
      await this.writeAll();
      if (this.journals.current?.hasContent === true) await this.openNext();
    });
    if (problem !== undefined) throw new Error(problem);
    if (this.isOver) throw new Superseded(this.options.epoch);
  }

  /** Writes what is new for the last time. The last journal is not retired: whoever comes next finds and seals it. */
  async close(): Promise<void> {
    await this.flush();
    await this.steps.run(() => this.journals.close());
  }

  /** Writes nothing more, not even what was measured already: somebody else leads. Never rejects. */
  async abandon(): Promise<void> {
    this.isOver = true;
    await this.steps.run(() => this.journals.close());
  }

  /** Runs a step after those before it. Answers with the problem, if there was one; never rejects. */
  private async attempt(step: () => Promise<void>): Promise<string | undefined> {
    let problem: string | undefined;
    await this.steps.run(async () => {
      if (this.isOver) return;
      this.busySince = this.options.clock.monotonic();
      let isSuperseded = false;
      try {
        await step();
        this.pause.succeeded();
      } catch (error) {
        await this.journals.close();
        this.pause.failed();
        isSuperseded = await this.isSuperseded(error);
        if (isSuperseded) this.isOver = true;
        else problem = writeProblem(error, this.folder);
      }
      this.busySince = undefined;
      if (isSuperseded) this.options.superseded();
      else this.tell(problem);
    });
    return problem;
  }

  /** Whoever leads next may have removed what was written to, so that it fails in other ways than by the fence. */
  private async isSuperseded(error: unknown): Promise<boolean> {
    if (error instanceof Superseded) return true;
    return this.options.fence.holds().then(
      (holds) => !holds,
      // Why the writing failed is told; the next one asks again.
      () => false,
    );
  }

  private async writeAll(): Promise<void> {
    for (let isFull = true; isFull;) {
      if (this.journals.isClosed ? this.encoder.hasWork(this.rows) : this.journals.isDue) await this.openNext();
      const { current, isClosed } = this.journals;
      const batch = isClosed ? undefined : this.encoder.encode(this.rows);
      if (!current || !batch) return;
      const began = this.options.clock.monotonic();
      await current.append(batch.bytes);
      this.longestWriteMs = Math.max(this.longestWriteMs ?? 0, this.options.clock.monotonic() - began);
      this.acknowledge(current, batch.rows);
      if (batch.records > 0) this.options.records.acknowledged(batch.records);
      isFull = batch.isFull;
    }
  }

  private async openNext(): Promise<void> {
    const before = this.position;
    const next = await this.journals.openNext();
    this.encoder.startJournal();
    this.acknowledge(next, this.rows);
    if (before && before.sequence !== next.header.sequence) this.options.retired(before.file);
  }

  private acknowledge({ header, bytes }: OpenJournal, rows: ReadonlyMap<number, number>): void {
    const { epoch, sequence } = header;
    this.position = { epoch, sequence, file: `journal/${journalName(header)}`, bytes, rows };
  }

  private tell(problem: string | undefined): void {
    if (problem === this.problem) return;
    this.problem = problem;
    this.options.problemChanged(problem);
  }
}
