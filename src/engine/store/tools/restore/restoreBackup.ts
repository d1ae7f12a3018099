import path from 'node:path';
import type { StoreJobResults } from '../../../../protocol/storeJobs';
import { journalFolder, segmentFolder } from '../../upkeep/folderFiles';
import { goOn, type JobContext } from '../jobContext';
import { timeStamp } from '../timeStamp';
import { openBackup, type CheckedEntry, type OpenBackup } from './checkBackup';
import { removeFolder, replacedFolder, restoringFolder, swapStore } from './swapStore';

/**
 * Puts a backup in the place of the store. Everything is unpacked and checked before anything changes, and what was
 * there is kept. Nobody may write into the data folder meanwhile; whoever does so afterwards takes a new epoch.
 * @throws JobFailure when the backup cannot be trusted; error of the disk. The old store is in force then.
 */
export async function restoreBackup(file: string, context: JobContext): Promise<StoreJobResults['restore']> {
  const { folder } = context;
  const { disk, dataDir } = folder;
  context.progress({ step: 'Checking the backup' });
  const backup = await openBackup(file);
  try {
    // Both kinds of changes end before the other begins.
    await folder.recover();
    const stamp = await freeStamp(context);
    const coming = path.join(dataDir, restoringFolder(stamp));
    try {
      await unpack(backup, coming, context);
    } catch (error) {
      await removeFolder(disk, coming);
      throw error;
    }
    context.progress({ step: 'Exchanging the stores', share: 0.99 });
    // From here on it is carried through: half of an exchange is worse than either end of it.
    await swapStore(
      disk,
      dataDir,
      stamp,
      backup.entries.map(({ name }) => name),
    );
    await folder.refresh();
    return {
      files: backup.entries.length,
      bytes: bytesOf(backup.entries),
      keptAt: path.join(dataDir, replacedFolder(stamp)),
    };
  } finally {
    backup.close();
  }
}

async function unpack(backup: OpenBackup, coming: string, context: JobContext): Promise<void> {
  const { disk, dataDir } = context.folder;
  for (const inner of [journalFolder, segmentFolder]) await disk.makeFolder(path.join(coming, inner));
  const total = bytesOf(backup.entries);
  let done = 0;
  for (const entry of backup.entries) {
    goOn(context);
    context.progress({ step: `Unpacking ${entry.name}`, share: total === 0 ? 0 : (done / total) * 0.98 });
    const handle = await disk.create(path.join(coming, entry.name));
    try {
      for await (const part of backup.content(entry)) await handle.append(part);
      await handle.sync();
    } finally {
      await handle.close();
    }
    done += entry.bytes;
  }
  for (const inner of [journalFolder, segmentFolder]) await disk.syncFolder(path.join(coming, inner));
  await disk.syncFolder(coming);
  await disk.syncFolder(dataDir);
}

/** Two restores within a second must not share their folders. */
async function freeStamp({ folder, now }: JobContext): Promise<string> {
  const names = new Set(await folder.disk.list(folder.dataDir));
  for (let time = now(); ; time += 1000) {
    const stamp = timeStamp(time);
    if (!names.has(restoringFolder(stamp)) && !names.has(replacedFolder(stamp))) return stamp;
  }
}

function bytesOf(entries: readonly CheckedEntry[]): number {
  return entries.reduce((sum, { bytes }) => sum + bytes, 0);
}
