import type { JournalHeader } from '../journal/journalHeader';
import type { MadeOf } from '../segments/madeOf';
import type { SegmentKind } from '../segments/segmentName';
import { byWriting, type JournalFile, type SegmentFile } from './folderFiles';

/** A journal lasts a quarter of an hour, and what it begins with was measured a little earlier. */
const reachMs = 20 * 60_000;

/** How the names in a folder are looked into; undefined for what cannot be read. */
export interface Looking {
  readonly headerOf: (journal: JournalFile) => Promise<JournalHeader | undefined>;
  readonly madeOf: (segment: SegmentFile) => Promise<MadeOf | undefined>;
}

/**
 * Finds journals whose content lies in segments already, though none is named for them any more: somebody copied them
 * back after they had been sealed and put together with others. To read or seal them again would count all of it twice.
 */
export class SealedJournals {
  private readonly verdicts = new Map<string, boolean>();

  constructor(private readonly looking: Looking) {}

  /** Whether a journal was judged, and found to be sealed; undefined for one that was not judged yet. */
  verdict({ file }: JournalFile): boolean | undefined {
    return this.verdicts.get(file);
  }

  /** Judges journals that are new here, and forgets those that are gone. @throws FolderChanged when a file is gone. */
  async judge(journals: readonly JournalFile[], segments: readonly SegmentFile[]): Promise<void> {
    const present = new Set(journals.map(({ file }) => file));
    for (const file of this.verdicts.keys()) if (!present.has(file)) this.verdicts.delete(file);
    for (const journal of journals)
      if (!this.verdicts.has(journal.file)) this.verdicts.set(journal.file, await this.isSealed(journal, segments));
  }

  private async isSealed(journal: JournalFile, segments: readonly SegmentFile[]): Promise<boolean> {
    // A segment is named for the first journal that it was made of.
    const merged = segments.filter((segment) => byWriting(segment, journal) < 0);
    if (merged.length === 0) return false;
    const header = await this.looking.headerOf(journal);
    if (!header) return false;
    const { session, sequence, startedAt } = header;
    for (const segment of telling(merged, startedAt))
      if ((await this.looking.madeOf(segment))?.has(session, sequence) === true) return true;
    return false;
  }
}

/** Of the segments of that time those that tell of every journal: the smallest kinds, and where they are gone all. */
function telling(segments: readonly SegmentFile[], at: number): readonly SegmentFile[] {
  const near = segments.filter(({ from, to }) => from <= at + reachMs && to >= at - reachMs);
  const of = (...kinds: readonly SegmentKind[]): readonly SegmentFile[] =>
    near.filter(({ kind }) => kinds.includes(kind));
  const small = of('coarse');
  return [...(small.length > 0 ? small : of('fine', 'raw')), ...of('events')];
}
