import path from 'node:path';
import type { Disk } from '../disk/disk';
import { framesOf, FrameWriter, frameTypes } from '../journal/frames';
import { headerOf } from '../journal/journalContent';
import { mostHeaderBytes, NewerJournal, writeHeader, type JournalHeader } from '../journal/journalHeader';
import { journalName, mostSequence } from '../journal/journalName';
import { codeOf, concernsOneFile, isGone } from './folderErrors';
import { byWriting, journalFile, journalFolder, type JournalFile } from './folderFiles';
import type { StoreFolder } from './storeFolder';

/** Far more than a journal becomes. */
const mostJournalBytes = 64 * 1024 * 1024;
/** Each one was in vain since a writer that has lost its lead had begun one more journal. */
const mostAttempts = 10;

/**
 * Makes an end to the journals of earlier epochs, before anything in them is relied on: their writer may be frozen, not
 * dead, and write a last time when it wakes. The next journal of its epoch is made in its place, with nothing in it but
 * how much of the last one counts; nobody can make that journal again, and what is appended after it counts no more.
 * Doing it twice is harmless. @throws Error of the disk.
 */
export async function closeEarlier({ disk, dataDir, writing = 0 }: StoreFolder): Promise<void> {
  const epochs = new Set((await journalsIn(disk, dataDir)).map(({ epoch }) => epoch));
  for (const epoch of epochs)
    for (let attempt = 1; epoch < writing && attempt <= mostAttempts; attempt++)
      if (await isClosed(disk, dataDir, epoch)) break;
}

/** Tries once to close an epoch; false when its writer was faster. */
async function isClosed(disk: Disk, dataDir: string, epoch: number): Promise<boolean> {
  const last = (await journalsIn(disk, dataDir)).findLast((journal) => journal.epoch === epoch);
  if (!last) return true;
  const bytes = await bytesOf(disk, path.join(dataDir, last.file));
  if (!bytes) return false;
  const header = headerIn(bytes);
  if (header === 'unreadable') return true;
  if (!header) {
    // It was about to be begun: with it gone its writer has nothing to go on with.
    await disk.remove(path.join(dataDir, last.file));
    return false;
  }
  const { count, isClosing } = frameSums(bytes);
  return isClosing || last.sequence === mostSequence || isMade(disk, dataDir, last, header, count);
}

/** What cannot be read now is for whoever reads it next to say. */
async function bytesOf(disk: Disk, file: string): Promise<Buffer | undefined> {
  try {
    return await disk.read(file, mostJournalBytes);
  } catch (error) {
    if (isGone(error)) return undefined;
    if (concernsOneFile(error)) return Buffer.alloc(mostHeaderBytes + 1);
    throw error;
  }
}

/** undefined for a journal that was not begun yet. */
function headerIn(bytes: Buffer): JournalHeader | 'unreadable' | undefined {
  try {
    return headerOf(bytes) ?? (bytes.length > mostHeaderBytes ? 'unreadable' : undefined);
  } catch (error) {
    if (error instanceof NewerJournal) return 'unreadable';
    throw error;
  }
}

/** How many bytes count, and whether it is one that was made to close its epoch. */
function frameSums(bytes: Buffer): { readonly count: number; readonly isClosing: boolean } {
  let count = 0;
  let isClosing = false;
  for (const { end, type } of framesOf(bytes, bytes.length)) {
    count = end;
    isClosing ||= type === frameTypes.closed;
  }
  return { count, isClosing };
}

/** Makes the journal that closes; false when there is one of that name. */
async function isMade(
  disk: Disk,
  dataDir: string,
  { epoch, sequence }: JournalFile,
  last: JournalHeader,
  previousBytes: number,
): Promise<boolean> {
  const folder = path.join(dataDir, journalFolder);
  const header: JournalHeader = { ...last, epoch, sequence: sequence + 1, previousBytes };
  try {
    // What its writer left unsynced would count, and be lost with the power.
    await disk.syncFile(path.join(folder, journalName({ epoch, sequence })));
    const handle = await disk.create(path.join(folder, journalName(header)));
    try {
      await handle.append(closingFrames(header));
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (isGone(error) || codeOf(error) === 'EEXIST') return false;
    throw error;
  }
  await disk.syncFolder(folder);
  return true;
}

function closingFrames(header: JournalHeader): Uint8Array {
  const frames = new FrameWriter();
  writeHeader(frames.begin(frameTypes.header), header);
  frames.end();
  frames.begin(frameTypes.closed);
  frames.end();
  return frames.written();
}

async function journalsIn(disk: Disk, dataDir: string): Promise<JournalFile[]> {
  const folder = path.join(dataDir, journalFolder);
  const foreign = new Set(await disk.notFiles(folder));
  const names = (await disk.list(folder)).filter((name) => !foreign.has(name));
  return names.flatMap((name) => journalFile(name) ?? []).sort(byWriting);
}
