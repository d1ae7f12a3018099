import fs from 'node:fs';
import { Unreadable, unreadableFile } from '../unreadable';

const firstBytes = 4096;
const mostBytes = 8 * 1024 * 1024;
/**
 * The kernel hands out such files a page at a time, broken between records that are shorter than 1 KiB. What leaves
 * more than that of the smallest page empty was the last of it, which saves a call for nothing on each tick.
 */
export const surelyLastBytes = 3072;

/** A file of the kernel that is kept open and read from its start again and again, into one buffer. */
export class ProcFile {
  buffer = Buffer.allocUnsafeSlow(firstBytes);
  private descriptor: number | undefined;

  constructor(readonly path: string) {}

  /** Reads the beginning, as much as the buffer holds. Returns the bytes read; throws `Unreadable`. */
  readHead(): number {
    return this.readAt(0);
  }

  /** Reads all of it. Returns the bytes read; throws `Unreadable`. */
  readAll(): number {
    let length = 0;
    for (;;) {
      if (length === this.buffer.length) this.grow();
      const got = this.readAt(length);
      length += got;
      if (got < surelyLastBytes && length < this.buffer.length) return length;
    }
  }

  /** Doubles the buffer and keeps what is in it. */
  grow(): void {
    if (this.buffer.length >= mostBytes)
      throw new Unreadable(
        `${this.path} is larger than ${mostBytes / 1024 / 1024} MiB.`,
        'If it stays that way, please report it together with the version of the kernel.',
      );
    const larger = Buffer.allocUnsafeSlow(this.buffer.length * 2);
    this.buffer.copy(larger);
    this.buffer = larger;
  }

  close(): void {
    const open = this.descriptor;
    this.descriptor = undefined;
    if (open !== undefined) fs.closeSync(open);
  }

  private readAt(position: number): number {
    try {
      this.descriptor ??= fs.openSync(this.path, 'r');
      return fs.readSync(this.descriptor, this.buffer, position, this.buffer.length - position, position);
    } catch (error) {
      throw unreadableFile(this.path, error);
    }
  }
}
