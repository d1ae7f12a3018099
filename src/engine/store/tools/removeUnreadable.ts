import path from 'node:path';
import { epochOfChange, lastingName } from '../upkeep/changeFile';
import { journalFile, journalFolder, segmentFolder } from '../upkeep/folderFiles';
import { parseSegmentName } from '../segments/segmentName';
import type { StoreFolder } from '../upkeep/storeFolder';

/**
 * Removes every file of the store that is left once all that can be read is gone: what was set aside as damaged, what
 * unfinished work left, and what is encrypted with a key that is lost. Nobody may write into the folder meanwhile.
 * @returns bytes. @throws Error of the disk.
 */
export async function removeUnreadable(folder: StoreFolder): Promise<number> {
  const { disk, dataDir } = folder;
  let freed = 0;
  for (const inner of [journalFolder, segmentFolder]) {
    const place = path.join(dataDir, inner);
    const foreign = new Set(await disk.notFiles(place));
    for (const name of await disk.list(place)) {
      if (foreign.has(name) || !isOurs(name)) continue;
      freed += (await disk.size(path.join(place, name))) ?? 0;
      await disk.remove(path.join(place, name));
    }
    await disk.syncFolder(place);
  }
  await folder.refresh();
  return freed;
}

function isOurs(name: string): boolean {
  const whole = lastingName(name);
  return (
    epochOfChange(whole) !== undefined || journalFile(whole) !== undefined || parseSegmentName(whole) !== undefined
  );
}
