import path from 'node:path';
import type { Disk } from '../disk/disk';
import { headerOf } from '../journal/journalContent';
import { NewerJournal } from '../journal/journalHeader';
import { isSealedSegment } from '../segments/segmentFile';
import { concernsOneFile, isGone } from './folderErrors';
import { byWriting, type JournalFile, type SegmentFile } from './folderFiles';
import { readFolderIndex } from './folderIndex';

/** Far more than a file of the store becomes. */
const mostFileBytes = 512 * 1024 * 1024;

/** Path of some file of the store that is encrypted, inside the data folder; undefined when none is. */
export async function findSealed(disk: Disk, dataDir: string): Promise<string | undefined> {
  for (const file of await newestFirst(disk, dataDir)) if (await isSealed(disk, dataDir, file)) return file.file;
  return undefined;
}

/**
 * Whether the monitor that wrote last encrypted what it wrote; undefined when nothing was written yet. The command line
 * does not know the settings of the editor, and goes on as it finds the store.
 */
export async function isNewestSealed(disk: Disk, dataDir: string): Promise<boolean | undefined> {
  for (const file of await newestFirst(disk, dataDir)) {
    const sealed = await isSealed(disk, dataDir, file);
    if (sealed !== undefined) return sealed;
  }
  return undefined;
}

async function newestFirst(disk: Disk, dataDir: string): Promise<(JournalFile | SegmentFile)[]> {
  const { journals, segments } = await readFolderIndex(disk, dataDir, false);
  return [...journals, ...segments].sort((a, b) => byWriting(b, a));
}

/** undefined for a file that is gone or cannot be read, or a journal that says nothing yet. */
async function isSealed(disk: Disk, dataDir: string, file: JournalFile | SegmentFile): Promise<boolean | undefined> {
  try {
    const bytes = await disk.read(path.join(dataDir, 'storedAs' in file ? file.storedAs : file.file), mostFileBytes);
    if ('storedAs' in file) return isSealedSegment(bytes);
    const header = headerOf(bytes);
    return header ? header.encryption !== undefined : undefined;
  } catch (error) {
    if (isGone(error) || concernsOneFile(error) || error instanceof NewerJournal) return undefined;
    throw error;
  }
}
