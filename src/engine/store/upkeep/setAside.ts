import path from 'node:path';
import type { Disk } from '../disk/disk';
import { StoreLocked } from '../encryption/keyFile';
import { DamagedSegment, NewerSegment } from '../segments/segmentErrors';
import { concernsOneFile } from './folderErrors';
import { damagedEnding } from './folderFiles';
import { NewerJournal } from '../journal/journalHeader';

/** The files that cannot be read: reported once each and left out from then on; damaged ones are renamed. */
export class SetAside {
  private readonly files = new Set<string>();
  /** Names of the errors that were reported for one file and stand for all. */
  private readonly told = new Set<string>();

  constructor(
    private readonly disk: Disk,
    private readonly dataDir: string,
    private readonly mayRename: boolean,
    private readonly report: (problem: string) => void,
  ) {}

  has(file: string): boolean {
    return this.files.has(file);
  }

  /**
   * Leaves a file out if the error says that it cannot be read; false for any other error.
   * @param file What it is called for good. @param storedAs Where it lies.
   */
  async take(file: string, storedAs: string, error: unknown): Promise<boolean> {
    if (!(error instanceof Error)) return false;
    const isDamaged = error instanceof DamagedSegment;
    const isForeign = error instanceof NewerSegment || error instanceof NewerJournal || error instanceof StoreLocked;
    const isUnreadable = concernsOneFile(error);
    if (!isDamaged && !isUnreadable && !isForeign) return false;
    if (this.files.has(file)) return true;
    this.files.add(file);
    if (isForeign) this.tellOnce(error);
    else if (isUnreadable)
      this.report(
        `${file} cannot be read (${error.message}), so its time is missing in what is shown. Check the disk and the permissions of the data folder; it is tried again when the monitor starts anew.`,
      );
    else if (this.mayRename && (await this.renamed(file, storedAs)))
      this.report(
        `${error.message} It was set aside as ${path.posix.basename(file)}${damagedEnding}, everything else stays readable. Put it back from a backup if you have one.`,
      );
    else this.report(error.message);
    return true;
  }

  /** A missing key or an older version concerns many files alike; one word about it is enough. */
  private tellOnce(error: Error): void {
    if (!this.told.has(error.name)) this.report(error.message);
    this.told.add(error.name);
  }

  private async renamed(file: string, storedAs: string): Promise<boolean> {
    try {
      await this.disk.rename(path.join(this.dataDir, storedAs), path.join(this.dataDir, file + damagedEnding));
      await this.disk.syncFolder(path.join(this.dataDir, path.posix.dirname(file)));
      return true;
    } catch {
      // The damage itself is reported by the caller; a file that cannot be renamed is left out all the same.
      return false;
    }
  }
}
