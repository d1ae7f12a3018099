import type { RetentionSettings, UpkeepReport } from '../thread/storeLink';
import { closeEarlier } from './closeEarlier';
import { compactOnce } from './compactor';
import { retain } from './retention';
import { sealJournal } from './sealer';
import type { StoreFolder } from './storeFolder';

/** Keeps a data folder in order. One call at a time; the folder must be one that may be changed. */
export class Upkeep {
  /** The writer closed its journals up to this sequence. */
  private closedUpTo = 0;

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
    await closeEarlier(this.folder);
    await this.folder.refresh();
    return this.sealAll(signal);
  }

  /**
   * Seals journals that their writer has closed, and those that earlier writers left or that could not be sealed before.
   * @param retired Their paths. @returns how many journals were sealed.
   */
  async seal(retired: readonly string[], signal: AbortSignal): Promise<number> {
    await this.folder.refresh();
    for (const { file, epoch, sequence } of this.folder.journals())
      if (epoch === this.folder.writing && retired.includes(file))
        this.closedUpTo = Math.max(this.closedUpTo, sequence);
    return this.sealAll(signal);
  }

  /** Makes small segments large ones and removes what is kept no longer. */
  async tidy(settings: RetentionSettings, signal: AbortSignal): Promise<UpkeepReport> {
    // One that led before may have woken since, and left what it could not finish.
    if (this.folder.isWriter) await this.folder.recover();
    const sealed = await this.seal([], signal);
    // What goes anyway need not be copied first.
    const removed = await retain(this.folder, settings, this.now(), signal);
    let merged = 0;
    while (await compactOnce(this.folder, this.now(), signal)) {
      merged++;
      await this.folder.way.give(signal);
    }
    const done = [...removed.done];
    if (sealed > 0) done.push(`Sealed ${sealed} journals.`);
    if (merged > 0) done.push(`Put small segments together ${merged} times.`);
    return { done, freedBytes: removed.freedBytes };
  }

  /** What was copied back after it had been sealed would outlive the segments that hold it. */
  private async removeSealed(): Promise<void> {
    const files = this.folder.sealedJournals().map(({ file }) => file);
    if (files.length === 0) return;
    await this.folder.change({ add: [], remove: files });
    this.folder.report(
      `${files.join(', ')} had been put into segments before and was copied back, so it was removed again. Nothing is lost or counted twice, and there is nothing to do.`,
    );
  }

  /** Seals the journals that nobody writes any more, oldest first. */
  private async sealAll(signal: AbortSignal): Promise<number> {
    const { writing } = this.folder;
    if (writing !== undefined) await this.removeSealed();
    let sealed = 0;
    // The next journal of an epoch tells how much of this one counts, and stays as long as it does.
    const held = new Set<number>();
    for (const journal of this.folder.journals()) {
      const isClosed = journal.epoch === writing && journal.sequence <= this.closedUpTo;
      if (writing === undefined || (journal.epoch >= writing && !isClosed) || held.has(journal.epoch)) continue;
      if (await sealJournal(this.folder, journal, signal)) sealed++;
      else if (this.folder.isThere(journal)) held.add(journal.epoch);
      await this.folder.way.give(signal);
    }
    return sealed;
  }
}
