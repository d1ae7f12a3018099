import path from 'node:path';
import type { EpochFence } from '../../elect/fence';
import type { AppendFile, Disk } from '../disk/disk';
import { requireHeld } from '../disk/fencedDisk';
import type { JournalHeader } from './journalHeader';

/** A journal that is not in its folder any more, or not as it was left. */
class JournalGone extends Error {
  override readonly name = 'JournalGone';
  readonly code = 'ENOENT';
}

/** A journal that is being written. */
export class OpenJournal {
  private canAppend = true;
  private lastingBytes: number;

  private constructor(
    readonly header: JournalHeader,
    private readonly disk: Disk,
    private readonly fence: EpochFence,
    private readonly path: string,
    private readonly handle: AppendFile,
    private readonly headerBytes: number,
  ) {
    this.lastingBytes = headerBytes;
  }

  /**
   * Makes a journal's file; when it is done, header and name last, and were there while the fence held: whoever leads
   * next has seen them. @param frame The header as it is written.
   */
  static async create(
    disk: Disk,
    fence: EpochFence,
    file: string,
    header: JournalHeader,
    frame: Uint8Array,
  ): Promise<OpenJournal> {
    const folder = path.dirname(file);
    const headerBytes = frame.length;
    await disk.makeFolder(folder);
    const handle = await disk.create(file);
    const journal = new OpenJournal(header, disk, fence, file, handle, headerBytes);
    try {
      await handle.append(frame);
      await handle.sync();
      await disk.syncFolder(folder);
      await requireHeld(fence);
    } catch (error) {
      await journal.close();
      throw error;
    }
    return journal;
  }

  /** Bytes that are on disk for good and count. */
  get bytes(): number {
    return this.lastingBytes;
  }

  /** Something was acknowledged besides the header. */
  get hasContent(): boolean {
    return this.lastingBytes > this.headerBytes;
  }

  /** False once it was closed or failed. */
  get isUsable(): boolean {
    return this.canAppend;
  }

  /**
   * Ends when the bytes are on disk for good, and were so while the fence held: whoever leads next has read them.
   * After a failure they do not count, and nothing more may be appended.
   */
  async append(bytes: Uint8Array): Promise<void> {
    const length = this.lastingBytes + bytes.length;
    await this.handle.append(bytes);
    await this.handle.sync();
    // A file whose folder was deleted takes bytes as if nothing had happened, and takes them with it when it is closed.
    if ((await this.disk.size(this.path)) !== length)
      throw new JournalGone(`${this.path} is not in its folder any more, or another program changed it.`);
    await requireHeld(this.fence);
    this.lastingBytes = length;
  }

  /** Never rejects: what counts was synced, and a file that failed is left behind. */
  async close(): Promise<void> {
    if (!this.canAppend) return;
    this.canAppend = false;
    await this.handle.close().catch(() => undefined);
  }
}
