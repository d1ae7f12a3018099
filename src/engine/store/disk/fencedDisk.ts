import { Superseded, type EpochFence } from '../../elect/fence';
import { clauseOf } from '../../../protocol/messageOf';
import type { Disk } from './disk';

/** It cannot be told whether somebody else leads. */
export class LeadUnknown extends Error {
  override readonly name = 'LeadUnknown';

  constructor(cause: unknown) {
    super(
      `Whether another window leads by now cannot be read: ${clauseOf(cause)}. Until it can, nothing that is written counts. Check the folder leaders in the data folder; it is tried again.`,
      { cause },
    );
  }
}

/** @throws Superseded when somebody else leads; LeadUnknown. */
export async function requireHeld(fence: EpochFence): Promise<void> {
  let holds: boolean;
  try {
    holds = await fence.holds();
  } catch (error) {
    throw new LeadUnknown(error);
  }
  if (!holds) throw new Superseded(fence.epoch);
}

/**
 * A disk for one who leads: names are made, changed and removed only as long as the fence holds. What is appended to a
 * file that is open already is not asked about, since its name was.
 */
export function fencedDisk(disk: Disk, fence: EpochFence): Disk {
  return {
    list: (folder) => disk.list(folder),
    notFiles: (folder) => disk.notFiles(folder),
    read: (file, mostBytes) => disk.read(file, mostBytes),
    size: (file) => disk.size(file),
    makeFolder: (folder) => disk.makeFolder(folder),
    syncFile: (file) => disk.syncFile(file),
    syncFolder: (folder) => disk.syncFolder(folder),
    create: async (file) => {
      await requireHeld(fence);
      return disk.create(file);
    },
    rename: async (from, to) => {
      await requireHeld(fence);
      await disk.rename(from, to);
    },
    remove: async (file) => {
      await requireHeld(fence);
      await disk.remove(file);
    },
  };
}
