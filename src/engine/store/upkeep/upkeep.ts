import type { RetentionSettings, UpkeepReport } from '../thread/storeLink';
import { breathe } from './breathe';
import { compactOnce } from './compactor';
import { byWriting, type JournalFile } from './folderFiles';
import { retain } from './retention';
import { sealJournal } from './sealer';
import type { StoreFolder } from './storeFolder';

/** Keeps a data folder in order. One call at a time; the folder must be one that may be changed. */
export class Upkeep {
  constructor(
    private readonly folder: StoreFolder,
    /** Milliseconds since 1970. */
    private readonly now: () => number,
  ) {}

  /**
   * At the start of a writer: finishes what a crash interrupted and seals what earlier writers left, oldest first.
   * @returns how many journals were sealed.
   */
  async recover(signal: AbortSignal): Promise<number> {
    await this.folder.recover();
    return this.sealAll(this.left(), signal);
  }

  /** Seals journals that their writer has closed, and those that earlier writers left. @param retired Their paths. */
  async seal(retired: readonly string[], signal: AbortSignal): Promise<number> {
    await this.folder.refresh();
    const closed = this.folder.journals().filter(({ file }) => retired.includes(file));
    return this.sealAll([...new Set([...this.left(), ...closed])].sort(byWriting), signal);
  }

  /** Makes small segments large ones and removes what is kept no longer. */
  async tidy(settings: RetentionSettings, signal: AbortSignal): Promise<UpkeepReport> {
    const sealed = await this.seal([], signal);
    // What goes anyway need not be copied first.
    const removed = await retain(this.folder, settings, this.now(), signal);
    let merged = 0;
    while (await compactOnce(this.folder, this.now(), signal)) {
      merged++;
      await breathe(signal);
    }
    const done = [...removed.done];
    if (sealed > 0) done.push(`Sealed ${sealed} journals.`);
    if (merged > 0) done.push(`Put small segments together ${merged} times.`);
    return { done, freedBytes: removed.freedBytes };
  }

  /** Journals of earlier epochs: nobody writes them any more. */
  private left(): readonly JournalFile[] {
    const { writing } = this.folder;
    return this.folder.journals().filter(({ epoch }) => writing !== undefined && epoch < writing);
  }

  private async sealAll(journals: readonly JournalFile[], signal: AbortSignal): Promise<number> {
    let sealed = 0;
    for (const journal of journals) {
      if (await sealJournal(this.folder, journal, signal)) sealed++;
      await breathe(signal);
    }
    return sealed;
  }
}
