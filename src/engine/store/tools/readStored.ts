import path from 'node:path';
import { FolderChanged, isGone } from '../upkeep/folderErrors';
import type { StoreFolder } from '../upkeep/storeFolder';

/** Far more than a file of the store becomes. */
const mostFileBytes = 512 * 1024 * 1024;

/** The bytes of a file as they lie on disk. @param file Path inside the data folder. @throws FolderChanged when it is gone. */
export async function readStored({ disk, dataDir }: StoreFolder, file: string): Promise<Buffer> {
  try {
    return await disk.read(path.join(dataDir, file), mostFileBytes);
  } catch (error) {
    throw isGone(error) ? new FolderChanged(file) : error;
  }
}
