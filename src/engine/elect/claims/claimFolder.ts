import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, link, mkdir, open, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { claimFile, epochOfFile, mostClaimBytes, parseClaim, type Claim } from './claim';

/** What is in the place of a claim that cannot be read. */
export type NoClaim = 'missing' | 'unreadable';

const isWindows = process.platform === 'win32';
const careful = isWindows ? constants.O_RDONLY : constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
/** All else may be how a file system says that it knows no second name of a file: they have found many ways. */
const notForWantOfLinks = new Set<unknown>(['EEXIST', 'ENOENT', 'ENOSPC', 'EDQUOT']);

export const leaderFolder = 'leaders';

/** The claims of a data folder: one file for each epoch, which only one process can make. */
export class ClaimFolder {
  readonly folder: string;

  /** @param giveSecondName As `link` does. */
  constructor(
    readonly dataDir: string,
    private readonly giveSecondName: (file: string, name: string) => Promise<void> = link,
  ) {
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
    const temporary = this.temporary();
    try {
      await writeFile(temporary, `${JSON.stringify(claim)}\n`, { mode: 0o600, flag: 'wx' });
      await this.giveName(temporary, file);
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
    const [first, second] = [this.temporary(), this.temporary()];
    try {
      await writeFile(first, '{}\n', { mode: 0o600, flag: 'wx' });
      await this.giveName(first, second);
      return true;
    } finally {
      await rm(first, { force: true });
      await rm(second, { force: true });
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

  private temporary(): string {
    return path.join(this.folder, `${randomBytes(8).toString('hex')}.tmp`);
  }

  private async giveName(temporary: string, file: string): Promise<void> {
    try {
      await this.giveSecondName(temporary, file);
    } catch (error) {
      if (notForWantOfLinks.has(codeOf(error))) throw error;
      await copyFile(temporary, file, constants.COPYFILE_EXCL);
    }
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
