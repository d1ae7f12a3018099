import path from 'node:path';
import { Superseded } from '../../elect/fence';
import type { Disk } from '../disk/disk';
import type { RecordCipher } from '../encryption/cipher';
import { headerOf, readJournal, type JournalContent } from '../journal/journalContent';
import { fromSegmentFile } from '../segments/segmentFile';
import { SegmentCache } from '../segments/segmentCache';
import { DamagedSegment } from '../segments/segmentErrors';
import type { SegmentKind } from '../segments/segmentName';
import { SegmentReader } from '../segments/segmentReader';
import type { Sqlite } from '../segments/sqlite';
import type { StoreBytes } from '../thread/storeLink';
import type { FolderChange } from './changeFile';
import { applyChange, recoverChanges } from './folderChange';
import type { JournalFile, SegmentFile } from './folderFiles';
import { readFolderIndex, type FolderIndex } from './folderIndex';
import { FolderChanged, isGone } from './folderErrors';
import { RightOfWay } from './rightOfWay';
import { SealedJournals } from './sealedJournals';
import { SetAside } from './setAside';

export interface StoreFolderOptions {
  /** Opens what is encrypted. */
  readonly cipher?: RecordCipher;
  /** Whether new segments are encrypted with it. Default: when there is a cipher. */
  readonly encrypts?: boolean;
  /** Epoch of the one who may change this folder, as its disk knows too. Without it nothing is changed. */
  readonly writing?: number;
  /** Told of each file that cannot be read, once, for people. */
  readonly report: (problem: string) => void;
}

/** Far more than a journal or segment becomes. */
const mostJournalBytes = 64 * 1024 * 1024;
const mostSegmentBytes = 512 * 1024 * 1024;
/** Each one was in vain because the folder changed; a writer that comes back to many journals changes it as often. */
const mostAttempts = 100;

/** What lies in one data folder, and the way to its content. */
export class StoreFolder {
  private index: FolderIndex = { segments: [], damaged: [], journals: [], sealed: [], highestEpoch: 0 };
  private readonly cache: SegmentCache;
  private readonly sizes = new Map<string, number>();
  private readonly aside: SetAside;
  private readonly sealed = new SealedJournals({
    headerOf: async (journal) => (await this.journal(journal)).header,
    madeOf: (segment) => this.use(segment, ({ madeOf }) => madeOf),
  });
  /** By the journal that tells it. */
  private readonly acknowledged = new Map<string, number>();
  private changes = 0;
  private mayBeHalfChanged = false;

  /** Between questions about what is in the folder and what keeps it in order. */
  readonly way = new RightOfWay();

  private constructor(
    readonly disk: Disk,
    readonly dataDir: string,
    readonly sqlite: Sqlite,
    private readonly options: StoreFolderOptions,
  ) {
    this.cache = new SegmentCache((file) => this.openSegment(file));
    this.aside = new SetAside(disk, dataDir, this.isWriter, options.report);
  }

  static async open(disk: Disk, dataDir: string, sqlite: Sqlite, options: StoreFolderOptions): Promise<StoreFolder> {
    const folder = new StoreFolder(disk, dataDir, sqlite, options);
    await folder.refresh();
    return folder;
  }

  get isWriter(): boolean {
    return this.options.writing !== undefined;
  }

  get writing(): number | undefined {
    return this.options.writing;
  }

  /** Opens what is encrypted; undefined without a key. */
  get cipher(): RecordCipher | undefined {
    return this.options.cipher;
  }

  /** What new segments are encrypted with. */
  get sealing(): RecordCipher | undefined {
    return this.options.encrypts === false ? undefined : this.options.cipher;
  }

  /** Tells people of something in the folder. */
  report(problem: string): void {
    this.options.report(problem);
  }

  /** Looks at the folder's names again. */
  async refresh(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      await this.readIndex();
      try {
        await this.sealed.judge(this.closedJournals, this.index.segments);
        return;
      } catch (error) {
        if (!(error instanceof FolderChanged) || attempt === mostAttempts) throw error;
      }
    }
  }

  /** Those that may hold something of a kind between two times (ms since 1970, both included), oldest first. */
  segments({ kind, from = -Infinity, to = Infinity }: SegmentQuery = {}): readonly SegmentFile[] {
    return this.index.segments.filter(
      (s) => (kind === undefined || s.kind === kind) && s.from <= to && s.to >= from && !this.aside.has(s.file),
    );
  }

  /** Not yet sealed ones, oldest first. */
  journals(): readonly JournalFile[] {
    const left = new Set(this.closedJournals.filter((journal) => this.sealed.verdict(journal) !== false));
    return this.index.journals.filter((journal) => !left.has(journal) && !this.aside.has(journal.file));
  }

  /** Whether a journal lies in the folder, be it that it cannot be read. */
  isThere({ file }: JournalFile): boolean {
    return this.index.journals.some((journal) => journal.file === file);
  }

  /** Journals whose content lies in segments already: they are never read, and need not be kept. */
  sealedJournals(): readonly JournalFile[] {
    return [...this.index.sealed, ...this.closedJournals.filter((journal) => this.sealed.verdict(journal) === true)];
  }

  /**
   * Runs work with a segment that stays open until it is done; undefined when the segment cannot be read, which is
   * reported once.
   * @throws FolderChanged when the segment is gone, since somebody changed the folder: see `whileItLasts`.
   */
  async use<T>(segment: SegmentFile, work: (reader: SegmentReader) => T | Promise<T>): Promise<T | undefined> {
    const { file, storedAs } = segment;
    if (this.aside.has(file)) return undefined;
    const attempt = { hasBegun: false };
    try {
      return await this.cache.use(file, (reader) => {
        attempt.hasBegun = true;
        return work(reader);
      });
    } catch (error) {
      // Once it is open, work may fail for other reasons, such as damage of another segment.
      const isItsDamage = error instanceof DamagedSegment && error.file === path.posix.basename(file);
      if (attempt.hasBegun && !isItsDamage) throw error;
      if (isGone(error)) throw new FolderChanged(file);
      if (!(await this.aside.take(file, storedAs, error))) throw error;
      this.cache.forget(file);
      return undefined;
    }
  }

  /** Runs work over the folder's files, and again from the start when somebody changed the folder meanwhile. */
  async whileItLasts<T>(work: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof FolderChanged) || attempt === mostAttempts) throw error;
        await this.refresh();
      }
    }
  }

  /**
   * What a journal holds, up to what was acknowledged as far as the next journal tells; a torn end is left out. One
   * that cannot be read at all is reported once, left out from then on, and holds nothing here.
   * @param upTo Bytes that count, for the journal that is being written.
   * @throws FolderChanged when it is gone.
   */
  async journal(journal: JournalFile, upTo = Infinity): Promise<JournalContent> {
    try {
      const end = Math.min(upTo, await this.acknowledgedOf(journal));
      const bytes = await this.journalBytes(journal);
      return readJournal(bytes, Math.min(end, bytes.length), this.cipher);
    } catch (error) {
      if (!(await this.aside.take(journal.file, journal.file, error))) throw error;
      return { header: undefined, records: [], goodBytes: 0, isTorn: true, isEmpty: false };
    }
  }

  /** Bytes of a journal that were acknowledged, as the next one of its epoch tells; Infinity when there is none. */
  async acknowledgedOf({ epoch, sequence }: JournalFile): Promise<number> {
    const next = this.index.journals.find((j) => j.epoch === epoch && j.sequence === sequence + 1);
    if (!next) return Infinity;
    const known = this.acknowledged.get(next.file);
    if (known !== undefined) return known;
    const header = headerOf(await this.journalBytes(next));
    // A next one without a whole header holds nothing, so nothing is in it again.
    if (!header) return Infinity;
    this.acknowledged.set(next.file, header.previousBytes);
    return header.previousBytes;
  }

  /** Renames a journal that cannot be read, and reports it. @param damage What is wrong with it. */
  async setJournalAside({ file }: JournalFile, damage: string): Promise<void> {
    await this.aside.take(file, file, new DamagedSegment(file, damage));
  }

  /** Files that were set aside as damaged. */
  damaged(): readonly SegmentFile[] {
    return this.index.damaged;
  }

  /** Bytes of a segment's file; 0 when it is gone. */
  async bytesOf(segment: SegmentFile): Promise<number> {
    const known = this.sizes.get(segment.file);
    if (known !== undefined) return known;
    const bytes = (await this.disk.size(path.join(this.dataDir, segment.storedAs))) ?? 0;
    this.sizes.set(segment.file, bytes);
    return bytes;
  }

  async bytesByKind(): Promise<StoreBytes> {
    const bytes = { journal: 0, raw: 0, fine: 0, coarse: 0, events: 0 };
    for (const segment of this.index.segments) bytes[segment.kind] += await this.bytesOf(segment);
    for (const { file } of this.index.journals)
      bytes.journal += (await this.disk.size(path.join(this.dataDir, file))) ?? 0;
    return bytes;
  }

  /** 1 + the highest epoch of any name. */
  async nextEpoch(): Promise<number> {
    await this.refresh();
    return this.index.highestEpoch + 1;
  }

  /**
   * One atomic change of the folder.
   * @throws Superseded when another writer took over. @throws Error of the disk.
   */
  async change({ add, remove }: Pick<FolderChange, 'add' | 'remove'>): Promise<void> {
    const epoch = this.options.writing;
    if (epoch === undefined) throw new Error('This data folder was opened for reading only.');
    if (this.mayBeHalfChanged) await this.recover();
    else await this.refresh();
    if (this.index.highestEpoch > epoch) throw new Superseded(epoch);
    this.mayBeHalfChanged = true;
    await applyChange(this.disk, this.dataDir, { epoch, number: ++this.changes, add, remove });
    this.mayBeHalfChanged = false;
    await this.refresh();
  }

  /** Finishes what a crash interrupted; the writer does so before anything else. */
  async recover(): Promise<void> {
    const { problems } = await recoverChanges(this.disk, this.dataDir);
    for (const problem of problems) this.report(problem);
    this.mayBeHalfChanged = false;
    await this.refresh();
  }

  close(): void {
    this.cache.close();
  }

  private async readIndex(): Promise<void> {
    const before = this.index.segments;
    this.index = await readFolderIndex(this.disk, this.dataDir, this.isWriter);
    const now = new Set(this.index.segments.map(({ file }) => file));
    for (const { file } of before) {
      if (now.has(file)) continue;
      this.cache.forget(file);
      this.sizes.delete(file);
    }
  }

  /** Those that may be in segments already. What is being written here is not. */
  private get closedJournals(): readonly JournalFile[] {
    const { journals } = this.index;
    const open = journals.findLast(({ epoch }) => epoch === this.options.writing);
    return journals.filter((journal) => journal !== open);
  }

  private async openSegment(file: string): Promise<SegmentReader> {
    const segment = this.index.segments.find((s) => s.file === file);
    if (!segment) throw new FolderChanged(file);
    const bytes = await this.disk.read(path.join(this.dataDir, segment.storedAs), mostSegmentBytes);
    const name = path.posix.basename(file);
    return SegmentReader.open(this.sqlite, fromSegmentFile(bytes, name, this.cipher), name);
  }

  private async journalBytes({ file }: JournalFile): Promise<Buffer> {
    try {
      return await this.disk.read(path.join(this.dataDir, file), mostJournalBytes);
    } catch (error) {
      throw isGone(error) ? new FolderChanged(file) : error;
    }
  }
}

export interface SegmentQuery {
  readonly kind?: SegmentKind;
  readonly from?: number;
  readonly to?: number;
}
