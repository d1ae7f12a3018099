import path from 'node:path';
import { StoreLocked } from '../../encryption/keyFile';
import { DamagedSegment, NewerSegment } from '../../segments/segmentErrors';
import { fromSegmentFile } from '../../segments/segmentFile';
import { SegmentReader } from '../../segments/segmentReader';
import type { SegmentFile } from '../../upkeep/folderFiles';
import type { StoreFolder } from '../../upkeep/storeFolder';
import { readStored } from '../readStored';
import type { Problems } from './problems';

/**
 * Checks one segment from its checksum to its last value, and hands it on if it is right. It is read past the folder's
 * own way, which would set a damaged one aside: a check changes nothing.
 * @returns Bytes of the file.
 * @throws FolderChanged when it is gone.
 */
export async function checkSegment(
  folder: StoreFolder,
  segment: SegmentFile,
  problems: Problems,
  use: (reader: SegmentReader) => void,
): Promise<number> {
  const bytes = await readStored(folder, segment.storedAs);
  const size = bytes.length;
  try {
    const name = path.posix.basename(segment.file);
    const reader = SegmentReader.open(folder.sqlite, fromSegmentFile(bytes, name, folder.cipher), name);
    try {
      reader.check();
      use(reader);
    } finally {
      reader.close();
    }
  } catch (error) {
    if (error instanceof DamagedSegment) problems.loss(segment.file, `${error.message} Restore a backup that has it.`);
    else if (error instanceof NewerSegment || error instanceof StoreLocked) problems.note(segment.file, error.message);
    else throw error;
  }
  return size;
}
