import path from 'node:path';
import type { AppendFile, Disk } from '../disk/disk';
import { codeOf } from '../upkeep/folderErrors';
import { JobFailure } from './jobContext';

export const partEnding = '.part';
const turnCharacters = 128 * 1024;

/** A file that has its name only once it is complete. Until then it lies beside it as `.part`. */
export class PartFile {
  private waiting = '';
  private written = 0;

  private constructor(
    private readonly disk: Disk,
    private readonly file: string,
    private readonly handle: AppendFile,
  ) {}

  /**
   * Makes the folder too if there is none. A part that an earlier attempt left is written anew.
   * @throws JobFailure when the file cannot be written, or its name is taken by what is no plain file.
   */
  static open(disk: Disk, file: string): Promise<PartFile> {
    return writing(file, async () => {
      const folder = path.dirname(file);
      await disk.makeFolder(folder);
      // Giving the part its name would put it in the place of a device or pipe that others need.
      if ((await disk.notFiles(folder)).includes(path.basename(file)))
        throw new JobFailure(
          `${file} is a folder, link, pipe or device, which a file may not take the place of. Nothing was written. Choose another name.`,
        );
      await disk.remove(file + partEnding);
      return new PartFile(disk, file, await disk.create(file + partEnding));
    });
  }

  /** Bytes handed to the disk so far. */
  get bytes(): number {
    return this.written;
  }

  /** Takes text; waits for the disk whenever much has come together, so that memory does not grow with the file. */
  async text(text: string): Promise<void> {
    this.waiting += text;
    if (this.waiting.length >= turnCharacters) await this.flush();
  }

  async add(bytes: Uint8Array): Promise<void> {
    await writing(this.file, () => this.handle.append(bytes));
    this.written += bytes.length;
  }

  /** Gives the file its name, for good; one of that name is replaced. */
  async publish(): Promise<void> {
    await this.flush();
    await writing(this.file, async () => {
      await this.handle.sync();
      await this.handle.close();
      await this.disk.rename(this.file + partEnding, this.file);
      await this.disk.syncFolder(path.dirname(this.file));
    });
  }

  /** Leaves nothing behind. */
  async discard(): Promise<void> {
    await this.handle.close().catch(() => {
      // It was closed when publishing failed; what counts is that it goes.
    });
    await this.disk.remove(this.file + partEnding);
  }

  private async flush(): Promise<void> {
    if (this.waiting === '') return;
    const bytes = Buffer.from(this.waiting, 'utf8');
    this.waiting = '';
    await this.add(bytes);
  }
}

/** Writes a file as a whole or not at all. @throws What `fill` throws, after the part is gone; error of the disk. */
export async function writeWhole<T>(disk: Disk, file: string, fill: (part: PartFile) => Promise<T>): Promise<T> {
  const part = await PartFile.open(disk, file);
  try {
    const result = await fill(part);
    await part.publish();
    return result;
  } catch (error) {
    await part.discard();
    throw error;
  }
}

/** @throws JobFailure in the place of an error of the disk, which is not the one that holds the store. */
async function writing<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = codeOf(error);
    throw code === undefined ? error : new JobFailure(problemOf(file, code), { cause: error });
  }
}

function problemOf(file: string, code: string): string {
  const failed = `and nothing was left of it. What is recorded is not touched.`;
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return `The disk that holds ${file} is full (${code}), so it could not be written, ${failed} Free some space there, or choose another disk.`;
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return `${file} may not be written (${code}), ${failed} Choose a folder that you may write to.`;
    default:
      return `${file} could not be written (${code}), ${failed} Choose another place.`;
  }
}
