import { StoreLocked } from '../../encryption/keyFile';
import type { JournalContent } from '../../journal/journalContent';
import { NewerJournal } from '../../journal/journalHeader';
import type { JournalFile } from '../../upkeep/folderFiles';
import type { StoreFolder } from '../../upkeep/storeFolder';
import type { Problems } from './problems';

/**
 * Checks a journal frame by frame.
 * @param isLast Nothing of its epoch follows it, so that a torn end is what a crash leaves.
 * @returns Its content, undefined where it cannot be read.
 * @throws FolderChanged when it is gone.
 */
export async function checkJournal(
  folder: StoreFolder,
  journal: JournalFile,
  isLast: boolean,
  problems: Problems,
): Promise<JournalContent | undefined> {
  const { file } = journal;
  try {
    const content = await folder.journal(journal);
    if (content.isEmpty)
      problems.note(file, 'It was begun and never written to. The next start of a monitor removes it.');
    else if (!content.header)
      problems.loss(file, 'Its beginning is damaged, so that nothing in it can be read. Restore a backup that has it.');
    else if (content.isTorn && isLast)
      problems.note(
        file,
        `It ends in the middle of a record, after ${content.goodBytes} good bytes: it is being written, or a crash cut it off. Everything before is whole, and at most the last moments before the crash are missing.`,
      );
    else if (content.isTorn)
      problems.loss(
        file,
        `It is damaged after ${content.goodBytes} bytes, so that what was written behind them cannot be read. Restore a backup that has it.`,
      );
    return content;
  } catch (error) {
    if (!(error instanceof NewerJournal) && !(error instanceof StoreLocked)) throw error;
    problems.note(file, error.message);
    return undefined;
  }
}
