import path from 'node:path';
import type { RawChunk } from '../chunk';
import { quantize } from '../codec/quantize';
import { parseJournalName } from '../journal/journalName';
import type { HistoryTail } from '../thread/storeLink';
import type { JournalFile } from '../upkeep/folderFiles';

/** A journal to read, and how much of it. */
export interface JournalRead {
  readonly journal: JournalFile;
  /** Bytes; undefined: all that is whole. */
  readonly upTo: number | undefined;
}

export interface TailPlan {
  readonly journals: readonly JournalRead[];
  /** Whether the tail may hold rows that can be read from disk by now, as the writer went on meanwhile. */
  readonly mayRepeat: boolean;
}

/** Which journals are read beside a tail, so that each row is taken from one place. */
export function planTail({ position, chunks }: HistoryTail, journals: readonly JournalFile[]): TailPlan {
  if (position === undefined) {
    const epochs = new Set(chunks.map(({ session }) => epochOf(session)));
    const reads = journals.map((journal) => ({ journal, upTo: undefined }));
    return { journals: reads, mayRepeat: journals.some(({ epoch }) => epochs.has(epoch)) };
  }
  const written = parseJournalName(path.posix.basename(position.file));
  // What the writer put into a later journal came after the position, so that the tail has it.
  const reads = journals
    .filter(({ epoch, sequence }) => epoch !== written?.epoch || sequence <= written.sequence)
    .map((journal) => ({ journal, upTo: journal.file === position.file ? position.bytes : undefined }));
  return { journals: reads, mayRepeat: reads.every(({ journal }) => journal.file !== position.file) };
}

/** Times of rows that were found on disk, by `rowsKey`. */
export type StoredTimes = ReadonlyMap<string, ReadonlySet<number>>;

export function rowsKey({ session, group }: Pick<RawChunk, 'session' | 'group'>): string {
  return `${session} ${group}`;
}

/** A chunk of the tail as it will be stored, without the rows that are. */
export function freshRows(chunk: RawChunk, stored: StoredTimes): RawChunk {
  const known = stored.get(rowsKey(chunk));
  const isFresh = (_: number, row: number): boolean => known?.has(chunk.times[row]!) !== true;
  return {
    ...chunk,
    times: chunk.times.filter(isFresh),
    columns: chunk.columns.map(({ series, values }) => {
      return { series, values: values.filter(isFresh).map((value) => quantize(value, series.decimals)) };
    }),
  };
}

/** A session is named for when it began and for its epoch. */
function epochOf(session: string): number {
  return Number(session.slice(session.lastIndexOf('-') + 1));
}
