import { lstat } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../upkeep/folderErrors';
import type { JobContext } from './jobContext';
import { partEnding } from './partFile';

/** Work that has not touched its file for so long has ended. */
const staleMs = 86_400_000;

/** Removes what exports and backups that ended in the middle have left in the data folder. */
export async function removeStale({ folder, now }: JobContext): Promise<{ files: number; bytes: number }> {
  const { disk, dataDir } = folder;
  const removed = { files: 0, bytes: 0 };
  for (const inner of ['exports', 'backups'])
    for (const name of await disk.list(path.join(dataDir, inner))) {
      const file = path.join(dataDir, inner, name);
      if (!name.endsWith(partEnding) || !(await isOld(file, now()))) continue;
      removed.bytes += (await disk.size(file)) ?? 0;
      removed.files++;
      await disk.remove(file);
    }
  return removed;
}

async function isOld(file: string, now: number): Promise<boolean> {
  try {
    const stats = await lstat(file);
    return stats.isFile() && stats.mtimeMs < now - staleMs;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}
