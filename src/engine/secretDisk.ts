import { randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import { open, rm, type FileHandle } from 'node:fs/promises';
import type { Log } from './log';

const isWindows = process.platform === 'win32';
const othersMayDoAnything = 0o077;

/** The disk that a file with a secret is on. FAT, and what is shared with Windows, keeps no permissions. */
export class SecretDisk {
  private hasWarned = false;

  /** @param stat Looks at an open file. */
  constructor(private readonly stat: (handle: FileHandle) => Promise<Stats> = (handle) => handle.stat()) {}

  /** @throws Error of the file system; with a sentence for people when it is not a plain file of this user. */
  async isOpen(handle: FileHandle): Promise<boolean> {
    const stats = await this.stat(handle);
    if (!stats.isFile()) throw new Error('it is not a regular file');
    if (process.getuid && stats.uid !== process.getuid()) throw new Error('it belongs to another user');
    return !isWindows && (stats.mode & othersMayDoAnything) !== 0;
  }

  /**
   * Whether a file here is open to others whatever is done, so that a new secret would be no better than the one in it.
   * Warns of that once. @param name What is secret, such as `token`. @throws Error of the file system.
   */
  async isAlwaysOpen(file: string, name: string, log: Log): Promise<boolean> {
    const isOpen = this.hasWarned || (await this.isNewOpen(file));
    if (isOpen) this.warn(file, name, log);
    return isOpen;
  }

  private warn(file: string, name: string, log: Log): void {
    if (this.hasWarned) return;
    this.hasWarned = true;
    log(
      'warn',
      `The disk that ${file} is on keeps no permissions, so that other users of this computer may be able to read the ${name} in it. The monitor goes on with it. Move its data folder to a disk that keeps permissions if you do not trust them.`,
    );
  }

  private async isNewOpen(file: string): Promise<boolean> {
    // Named as what is removed where its writer was killed.
    const trial = `${file}.${randomBytes(6).toString('hex')}.tmp`;
    try {
      const handle = await open(trial, 'wx', 0o600);
      try {
        return await this.isOpen(handle);
      } finally {
        await handle.close();
      }
    } finally {
      await rm(trial, { force: true });
    }
  }
}
