import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, link, mkdir, open, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { claimFile, epochOfFile, mostClaimBytes, parseClaim, type Claim } from './claim';

/** What is in the place of a claim that cannot be read. */
export type NoClaim = 'missing' | 'unreadable';

const isWindows = process.platform === 'win32';
const careful = isWindows ? constants.O_RDONLY : constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
/** File systems that know no second name of a file say so in one of these ways. */
const noLinks = new Set<unknown>(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

export const leaderFolder = 'leaders';

/** The claims of a data folder: one file for each epoch, which only one process can make. */
export class ClaimFolder {
  readonly folder: string;

  constructor(readonly dataDir: string) {
    this.folder = path.join(dataDir, leaderFolder);
  }

  async make(): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
  }

  /** Ascending; none when there is no such folder. @throws Error of the file system. */
  async epochs(): Promise<number[]> {
    let names: string[];
    try {
      names = await readdir(this.folder);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return [];
      throw error;
    }
    return names.flatMap((name) => epochOfFile(name) ?? []).sort((a, b) => a - b);
  }

  /** @throws Error of the file system, other than that there is no such file. */
  async read(epoch: number): Promise<Claim | NoClaim> {
    try {
      const handle = await open(path.join(this.folder, claimFile(epoch)), careful);
      try {
        if (!(await handle.stat()).isFile()) return 'unreadable';
        const { buffer, bytesRead } = await handle.read(Buffer.alloc(mostClaimBytes + 1), 0, mostClaimBytes + 1, 0);
        if (bytesRead > mostClaimBytes) return 'unreadable';
        return parseClaim(buffer.toString('utf8', 0, bytesRead), epoch) ?? 'unreadable';
      } finally {
        await handle.close();
      }
    } catch (error) {
      const code = codeOf(error);
      if (code === 'ENOENT') return 'missing';
      if (code === 'ELOOP' || code === 'EISDIR' || code === 'ENXIO') return 'unreadable';
      throw error;
    }
  }

  /**
   * Makes a claim, whole at once.
   * @returns false when the epoch is taken. @throws Error of the file system.
   */
  async add(claim: Claim): Promise<boolean> {
    const file = path.join(this.folder, claimFile(claim.epoch));
    const temporary = path.join(this.folder, `${randomBytes(8).toString('hex')}.tmp`);
    try {
      await writeFile(temporary, `${JSON.stringify(claim)}\n`, { mode: 0o600, flag: 'wx' });
      await giveName(temporary, file);
      return true;
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return false;
      throw error;
    } finally {
      await rm(temporary, { force: true });
    }
  }

  /** Finds out whether a claim could be made. @throws Error of the file system when it could not. */
  async probe(): Promise<true> {
    await this.make();
    const temporary = path.join(this.folder, `${randomBytes(8).toString('hex')}.tmp`);
    try {
      await writeFile(temporary, '{}\n', { mode: 0o600, flag: 'wx' });
      return true;
    } finally {
      await rm(temporary, { force: true });
    }
  }

  /** Removes a claim if it is still the instance's. */
  async withdraw({ epoch, instance }: Claim): Promise<void> {
    const found = await this.read(epoch);
    if (typeof found === 'object' && found.instance === instance) await this.remove(epoch);
  }

  async remove(epoch: number): Promise<void> {
    await rm(path.join(this.folder, claimFile(epoch)), { force: true, recursive: true });
  }
}

async function giveName(temporary: string, file: string): Promise<void> {
  try {
    await link(temporary, file);
  } catch (error) {
    if (!noLinks.has(codeOf(error))) throw error;
    await copyFile(temporary, file, constants.COPYFILE_EXCL);
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
