import { createHash } from 'node:crypto';
import { mkdir, realpath } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { LocalSocket } from './localSocket';
import { SocketFileLock } from './socketFileLock';

/** The right to write to a data folder. At most one process of this machine has it, and it ends with that process. */
export class WriterLock {
  private constructor(private readonly held: { close(): Promise<void> }) {}

  /** undefined when another process has it. Makes the folder if there is none. @throws Error of the system. */
  static async acquire(dataDir: string): Promise<WriterLock | undefined> {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    const folder = await realpath(dataDir);
    const held = await acquireFor(folder);
    return held && new WriterLock(held);
  }

  async release(): Promise<void> {
    await this.held.close();
  }
}

async function acquireFor(folder: string): Promise<{ close(): Promise<void> } | undefined> {
  const name = `wirthforge-${createHash('sha256').update(folder).digest('hex').slice(0, 32)}`;
  // The leading zero makes a name without a file, which the kernel forgets with the process.
  if (process.platform === 'linux') return LocalSocket.listen(`\0${name}`);
  if (process.platform === 'win32') return LocalSocket.listen(`\\\\.\\pipe\\${name}`);
  return SocketFileLock.acquire(await socketFolder(folder, name));
}

/** Paths of sockets are short: 104 bytes on macOS. */
async function socketFolder(folder: string, name: string): Promise<string> {
  if (Buffer.byteLength(folder) <= 60) return folder;
  const elsewhere = path.join(os.tmpdir(), name.slice(0, 24));
  await mkdir(elsewhere, { recursive: true, mode: 0o700 });
  return elsewhere;
}
