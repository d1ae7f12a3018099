import type { Fence } from '../elect/fence';
import type { Disk } from './disk/disk';
import { nextEpoch } from './upkeep/folderIndex';

/**
 * The epoch of a recording, after that of every file: a store of another machine may have been restored.
 * @param last Of the recording before it under the same fence; each has one of its own.
 * @throws Superseded when somebody else leads; Error of the file system.
 */
export async function epochOf(fence: Fence, disk: Disk, dataDir: string, last?: number): Promise<number> {
  const least = await nextEpoch(disk, dataDir);
  return last === undefined && fence.epoch >= least ? fence.epoch : fence.next(least);
}
