import { parseJournalName, type JournalId } from '../journal/journalName';
import type { SegmentName } from '../segments/segmentName';

/** Folders inside the data folder. */
export const journalFolder = 'journal';
export const segmentFolder = 'segments';

/** Of files that cannot be read and were set aside. */
export const damagedEnding = '.corrupt';

/** A segment in the data folder. */
export interface SegmentFile extends SegmentName {
  /** Path inside the data folder with `/`, such as `segments/raw.….db`: what it is called for good. */
  readonly file: string;
  /** Path inside the data folder where its bytes lie at the moment: the same, or its staged name. */
  readonly storedAs: string;
}

/** A journal in the data folder. */
export interface JournalFile extends JournalId {
  /** Path inside the data folder with `/`, such as `journal/00000001-000001.journal`. */
  readonly file: string;
}

/** The journal of that file name (without folder); undefined for another file's name. */
export function journalFile(name: string): JournalFile | undefined {
  const id = parseJournalName(name);
  return id && { ...id, file: `${journalFolder}/${name}` };
}

/** Older epochs first, within an epoch as they were written. */
export function byWriting(a: JournalId, b: JournalId): number {
  return a.epoch - b.epoch || a.sequence - b.sequence;
}
