import path from 'node:path';
import type { Disk } from '../disk/disk';
import {
  changeEnding,
  changeName,
  epochOfChange,
  formatChange,
  isStaged,
  mostChangeBytes,
  parseChange,
  stagedName,
  temporaryEnding,
  type ChangeNote,
  type FolderChange,
} from './changeFile';
import { isGone } from './folderErrors';
import { journalFolder, segmentFolder } from './folderFiles';

/**
 * Changes the data folder so that a crash at any moment leaves all of the change or nothing of it, once
 * `recoverChanges` ran. One change at a time. Whoever leads next may recover at any moment of it, if the disk is fenced:
 * what was not committed is taken away then, and what was is brought to its end by either.
 * @throws Error of the disk. Recovery is due before the next change, since the failed one may have been committed.
 */
export async function applyChange(disk: Disk, dataDir: string, change: FolderChange): Promise<void> {
  const folder = path.join(dataDir, segmentFolder);
  const note = formatChange(change);
  await disk.makeFolder(folder);
  const { epoch } = change;
  const file = path.join(folder, changeName(epoch, change.number));
  try {
    for (const { name, bytes } of change.add) await writeNew(disk, path.join(folder, stagedName(name, epoch)), bytes);
    await disk.syncFolder(folder);
    await writeNew(disk, file + temporaryEnding, note);
  } catch (error) {
    await takeBack(disk, [
      ...change.add.map(({ name }) => path.join(folder, stagedName(name, epoch))),
      file + temporaryEnding,
    ]);
    throw error;
  }
  await disk.rename(file + temporaryEnding, file);
  await disk.syncFolder(folder);
  await finish({ disk, dataDir, file, epoch, ...parseChange(note)! });
}

/** On a full disk, what was begun would take the room that the journal needs until the next recovery. */
async function takeBack(disk: Disk, files: readonly string[]): Promise<void> {
  for (const file of files)
    await disk.remove(file).catch(() => {
      // Why it was begun in vain is what counts, and is thrown by the caller; recovery removes this as well.
    });
}

export interface RecoveredChanges {
  /** Changes that had been committed and were finished now. */
  readonly finished: number;
  /** What could not be done as planned, for people. */
  readonly problems: readonly string[];
}

/** Finishes the changes that were committed and removes what others left. Doing it twice, or half, is harmless. */
export async function recoverChanges(disk: Disk, dataDir: string): Promise<RecoveredChanges> {
  const folder = path.join(dataDir, segmentFolder);
  const problems: string[] = [];
  let finished = 0;
  // Whoever led before may be about to commit a change: without its note it cannot, so that the notes there are are all.
  await removeAll(disk, folder, (name) => name.endsWith(temporaryEnding));
  for (const name of (await filesIn(disk, folder)).filter((n) => n.endsWith(changeEnding)).sort()) {
    const file = path.join(folder, name);
    const bytes = await unlessGone(disk.read(file, mostChangeBytes));
    if (!bytes) continue;
    const [note, epoch] = [parseChange(bytes), epochOfChange(name)];
    const problem =
      note && epoch !== undefined
        ? await rollOn({ disk, dataDir, file, epoch, ...note })
        : await setAside(disk, folder, file);
    if (problem) problems.push(problem);
    else finished++;
  }
  await removeAll(disk, folder, isStaged);
  return { finished, problems };
}

async function removeAll(disk: Disk, folder: string, which: (name: string) => boolean): Promise<void> {
  const left = (await filesIn(disk, folder)).filter(which);
  for (const name of left) await disk.remove(path.join(folder, name));
  if (left.length > 0) await disk.syncFolder(folder);
}

/** undefined when there is no such file any more: whoever led before brought its change to its end. */
async function unlessGone<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

/** A change that counts, whether all of it was done or not. */
interface Committed extends ChangeNote {
  readonly disk: Disk;
  readonly dataDir: string;
  /** Path of its note. */
  readonly file: string;
  /** Of the one who began it. */
  readonly epoch: number;
}

/** Without folders, links and pipes, which no change makes and none removes. */
async function filesIn(disk: Disk, folder: string): Promise<string[]> {
  const foreign = new Set(await disk.notFiles(folder));
  return (await disk.list(folder)).filter((name) => !foreign.has(name));
}

/** Brings a committed change to its end; tells what was lost if files that it was to add are nowhere. */
async function rollOn(change: Committed): Promise<string | undefined> {
  const { disk, dataDir, file, epoch } = change;
  const missing = await lost(change);
  if (missing.length === 0 || !(await allThere(disk, dataDir, change.remove))) {
    await finish({ ...change, add: change.add.filter((name) => !missing.includes(name)) });
    if (missing.length === 0) return undefined;
    return `${missing.join(', ')} is gone from the data folder, and with it what was measured in that time. Somebody removed it, or the disk forgot what it had confirmed. Restore a backup if you need it; nothing else is touched.`;
  }
  const folder = path.join(dataDir, segmentFolder);
  // What was to be replaced is still whole, so the old files stay in force and what there is of the new ones goes.
  for (const name of change.add) {
    await disk.remove(path.join(folder, stagedName(name, epoch)));
    await disk.remove(path.join(folder, name));
  }
  await disk.syncFolder(folder);
  await disk.remove(file);
  await disk.syncFolder(folder);
  return `${missing.join(', ')} had been written and is gone. The files it was made from are still there and stay in use; nothing is lost.`;
}

/** From the commit to the end; every step may have been done before. */
async function finish({ disk, dataDir, file, epoch, add, remove }: Committed): Promise<void> {
  const folder = path.join(dataDir, segmentFolder);
  const names = new Set(await disk.list(folder));
  for (const name of add) {
    const staged = stagedName(name, epoch);
    // Whoever began the change may give it its name at the same moment, if it leads no more and does not know yet.
    if (names.has(staged)) await unlessGone(disk.rename(path.join(folder, staged), path.join(folder, name)));
  }
  await disk.syncFolder(folder);
  for (const removed of remove) await disk.remove(path.join(dataDir, removed));
  const journals = path.join(dataDir, journalFolder);
  await disk.makeFolder(journals);
  await disk.syncFolder(journals);
  await disk.syncFolder(folder);
  await disk.remove(file);
  await disk.syncFolder(folder);
}

async function lost({ disk, dataDir, epoch, add }: Committed): Promise<string[]> {
  const folder = path.join(dataDir, segmentFolder);
  const names = new Set(await disk.list(folder));
  const missing: string[] = [];
  for (const name of add) {
    if (names.has(name) || names.has(stagedName(name, epoch))) continue;
    // A name that changes while the folder is listed may be in the list neither before nor after.
    if ((await disk.size(path.join(folder, name))) === undefined) missing.push(name);
  }
  return missing;
}

async function allThere(disk: Disk, dataDir: string, files: readonly string[]): Promise<boolean> {
  for (const file of files) if ((await disk.size(path.join(dataDir, file))) === undefined) return false;
  return files.length > 0;
}

async function setAside(disk: Disk, folder: string, file: string): Promise<string> {
  await disk.rename(file, `${file}.corrupt`);
  await disk.syncFolder(folder);
  return `${path.basename(file)}, a note of what was being changed in the data folder, is damaged and was set aside. What was to be replaced stays in use; run Validate Store to see whether anything is missing.`;
}

/** A file of that name left by an earlier attempt is no one's any more. */
async function writeNew(disk: Disk, file: string, bytes: Uint8Array): Promise<void> {
  await disk.remove(file);
  const handle = await disk.create(file);
  try {
    await handle.append(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
