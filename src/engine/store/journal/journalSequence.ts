import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { Clock } from '../../clock';
import type { EpochFence } from '../../elect/fence';
import type { Disk } from '../disk/disk';
import type { FileCipher, RecordCipher } from '../encryption/cipher';
import { frameTypes, type FrameWriter } from './frames';
import { saltBytes, writeHeader, type JournalHeader } from './journalHeader';
import { journalName } from './journalName';
import { OpenJournal } from './openJournal';

export interface JournalSequenceOptions {
  readonly disk: Disk;
  /** Folder of the journals. */
  readonly folder: string;
  /** Claimed, and no journal has it yet. */
  readonly epoch: number;
  readonly fence: EpochFence;
  readonly session: string;
  readonly clock: Clock;
  readonly cipher?: RecordCipher;
}

const longestMs = 15 * 60_000;
const largestBytes = 8 * 1024 * 1024;

/** The journals of one epoch, each opened when the one before it is full, old or has failed. */
export class JournalSequence {
  private last: OpenJournal | undefined;
  private openedAt = 0;
  /** A failed attempt may have left a file with the name of the next journal. */
  private hasLeftover = false;

  constructor(
    private readonly options: JournalSequenceOptions,
    private readonly frames: FrameWriter,
  ) {}

  /** The one that was opened last; it may have failed since. */
  get current(): OpenJournal | undefined {
    return this.last;
  }

  /** Nothing can be appended before `openNext`. */
  get isClosed(): boolean {
    return this.last?.isUsable !== true;
  }

  get isDue(): boolean {
    if (this.last?.hasContent !== true) return false;
    return this.last.bytes >= largestBytes || this.options.clock.monotonic() - this.openedAt >= longestMs;
  }

  /** Ends the current journal. Never rejects. */
  async close(): Promise<void> {
    await this.last?.close();
  }

  /**
   * Opens the next journal. Once that was begun, nothing may be written to the one before it any more, since the next
   * one's header says how much of it counts.
   */
  async openNext(): Promise<OpenJournal> {
    const { disk, fence, folder, cipher } = this.options;
    await this.close();
    const header = this.nextHeader();
    const file = path.join(folder, journalName(header));
    // A journal that holds nothing but its header is made anew under its name, so that failures leave no trail of files.
    if (this.hasLeftover || header.sequence === this.last?.header.sequence) await disk.remove(file);
    let next: OpenJournal;
    try {
      next = await OpenJournal.create(disk, fence, file, header, this.headerFrame(header));
    } catch (error) {
      // What bears that name already when nothing of ours was left is not ours to remove.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') this.hasLeftover = true;
      throw error;
    }
    this.hasLeftover = false;
    this.last = next;
    this.openedAt = this.options.clock.monotonic();
    this.frames.startJournal(sealerOf(header, cipher));
    return next;
  }

  private nextHeader(): JournalHeader {
    const { epoch, session, clock, cipher } = this.options;
    const { last } = this;
    const place = !last
      ? { sequence: 1, previousBytes: 0 }
      : last.hasContent
        ? { sequence: last.header.sequence + 1, previousBytes: last.bytes }
        : { sequence: last.header.sequence, previousBytes: last.header.previousBytes };
    const encryption = cipher && { keyId: cipher.keyId, salt: randomBytes(saltBytes) };
    return { epoch, session, startedAt: clock.now(), ...place, ...(encryption ? { encryption } : {}) };
  }

  private headerFrame(header: JournalHeader): Uint8Array {
    const { frames } = this;
    frames.startJournal();
    writeHeader(frames.begin(frameTypes.header), header);
    frames.end();
    return frames.written();
  }
}

function sealerOf({ encryption }: JournalHeader, cipher: RecordCipher | undefined): FileCipher | undefined {
  return encryption && cipher?.openFile(encryption.salt);
}
