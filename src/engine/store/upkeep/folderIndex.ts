import path from 'node:path';
import type { Disk } from '../disk/disk';
import { parseSegmentName, type SegmentName } from '../segments/segmentName';
import {
  changeEnding,
  epochOfChange,
  lastingName,
  mostChangeBytes,
  parseChange,
  stagedName,
  type ChangeNote,
} from './changeFile';
import {
  byWriting,
  damagedEnding,
  journalFile,
  journalFolder,
  segmentFolder,
  type JournalFile,
  type SegmentFile,
} from './folderFiles';

/** What a data folder holds, changes that are under way taken as done. */
export interface FolderIndex {
  /** Oldest first. */
  readonly segments: readonly SegmentFile[];
  /** Segments that were set aside; `file` has the ending that says so. */
  readonly damaged: readonly SegmentFile[];
  readonly journals: readonly JournalFile[];
  /** Journals that have a segment of their own: their removal was not seen yet, or they were copied back. */
  readonly sealed: readonly JournalFile[];
  /** Highest of all names, 0 when there are none. */
  readonly highestEpoch: number;
}

/** A folder that changes faster than it can be read is read as it is after this many attempts. */
const mostAttempts = 5;

/** Reads the folder's names. Somebody else may be changing it: then it is read again until two readings agree. */
export async function readFolderIndex(disk: Disk, dataDir: string, isAlone: boolean): Promise<FolderIndex> {
  let names = await listed(disk, dataDir);
  for (let attempt = 0; attempt < mostAttempts && !isAlone; attempt++) {
    const again = await listed(disk, dataDir);
    const isSame = again.join() === names.join();
    names = again;
    if (isSame) break;
  }
  const foreign = await foreignIn(disk, dataDir);
  const files = foreign.size === 0 ? names : names.filter((name) => !foreign.has(name));
  return indexOf(files, await notesOf(disk, dataDir, files), foreign);
}

/** The first epoch that no file has, nor one before it. */
export async function nextEpoch(disk: Disk, dataDir: string): Promise<number> {
  return (await readFolderIndex(disk, dataDir, true)).highestEpoch + 1;
}

async function listed(disk: Disk, dataDir: string): Promise<string[]> {
  const lists = await Promise.all(
    [journalFolder, segmentFolder].map(async (folder) =>
      (await disk.list(path.join(dataDir, folder))).map((name) => `${folder}/${name}`),
    ),
  );
  return lists.flat().sort();
}

/** What is no plain file is not the store's, whatever its name: it is not read, followed or removed. */
async function foreignIn(disk: Disk, dataDir: string): Promise<Set<string>> {
  const lists = await Promise.all(
    [journalFolder, segmentFolder].map(async (folder) =>
      (await disk.notFiles(path.join(dataDir, folder))).map((name) => `${folder}/${name}`),
    ),
  );
  return new Set(lists.flat());
}

/** What is under way, and who began it. */
interface UnderWay extends ChangeNote {
  readonly epoch: number;
}

async function notesOf(disk: Disk, dataDir: string, names: readonly string[]): Promise<UnderWay[]> {
  const notes: UnderWay[] = [];
  for (const name of names) {
    const epoch = name.endsWith(changeEnding) ? epochOfChange(path.posix.basename(name)) : undefined;
    if (epoch === undefined) continue;
    const note = await noteOf(disk, path.join(dataDir, name));
    if (note) notes.push({ ...note, epoch });
  }
  return notes;
}

async function noteOf(disk: Disk, file: string): Promise<ChangeNote | undefined> {
  try {
    return parseChange(await disk.read(file, mostChangeBytes));
  } catch (error) {
    // It was finished meanwhile, so that its names are what they are to be.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * What names mean, given the changes that are under way.
 * @param foreign Names that are taken, so that their epochs are too, by what is not the store's.
 */
export function indexOf(
  names: readonly string[],
  notes: readonly UnderWay[],
  foreign: Iterable<string> = [],
): FolderIndex {
  const removed = new Set(notes.flatMap(({ remove }) => remove));
  const arriving = new Set(
    notes.flatMap(({ add, epoch }) => add.map((name) => `${segmentFolder}/${stagedName(name, epoch)}`)),
  );
  const segments = new Map<string, SegmentFile>();
  const damaged: SegmentFile[] = [];
  const journals: JournalFile[] = [];
  let highestEpoch = 0;
  for (const file of foreign) highestEpoch = Math.max(highestEpoch, meaningOf(file).epoch);
  for (const storedAs of names) {
    const { base, name, segment, journal, epoch } = meaningOf(storedAs);
    highestEpoch = Math.max(highestEpoch, epoch);
    if (removed.has(storedAs)) continue;
    if (segment && base.endsWith(damagedEnding)) damaged.push({ ...segment, file: storedAs, storedAs });
    if (base !== name && !arriving.has(storedAs)) continue;
    if (journal?.file === storedAs) journals.push(journal);
    const file = `${segmentFolder}/${name}`;
    // Its final name sorts before its staged one, and is the one to read once it is there.
    if (segment && !segments.has(file)) segments.set(file, { ...segment, file, storedAs });
  }
  const known = Array.from(segments.values()).sort(byTime);
  const named = new Set(known.map(({ epoch, sequence }) => `${epoch}-${sequence}`));
  const isNamed = ({ epoch, sequence }: JournalFile): boolean => named.has(`${epoch}-${sequence}`);
  return {
    segments: known,
    damaged,
    journals: journals.filter((journal) => !isNamed(journal)).sort(byWriting),
    sealed: journals.filter(isNamed),
    highestEpoch,
  };
}

/** What a path inside the data folder says by itself. */
function meaningOf(storedAs: string): {
  readonly base: string;
  /** Without the ending of what is under way or set aside. */
  readonly name: string;
  readonly segment: SegmentName | undefined;
  readonly journal: JournalFile | undefined;
  /** 0 when it names none. */
  readonly epoch: number;
} {
  const base = storedAs.slice(storedAs.indexOf('/') + 1);
  const name = lastingName(base);
  const segment = parseSegmentName(name);
  const journal = journalFile(name);
  return { base, name, segment, journal, epoch: (segment ?? journal)?.epoch ?? epochOfChange(base) ?? 0 };
}

function byTime(a: SegmentFile, b: SegmentFile): number {
  return a.from - b.from || a.to - b.to || byWriting(a, b) || (a.file < b.file ? -1 : 1);
}
