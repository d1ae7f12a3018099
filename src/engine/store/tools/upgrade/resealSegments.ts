import path from 'node:path';
import { fromSegmentFile, toSegmentFile } from '../../segments/segmentFile';
import { breathe } from '../../upkeep/breathe';
import type { JobContext } from '../jobContext';
import { readStored } from '../readStored';
import { leftAlone } from './leftAlone';

/** What every database file that is not encrypted begins with. */
const plainBeginning = Buffer.from('SQLite format 3\0', 'latin1');

/**
 * Writes segments anew that are encrypted and should not be, or the other way about, each as one change of the folder.
 * @returns How many.
 */
export async function resealSegments({ folder, signal, progress }: JobContext): Promise<number> {
  const { cipher } = folder;
  const segments = folder.segments();
  let done = 0;
  for (const [index, segment] of segments.entries()) {
    await breathe(signal);
    const bytes = await readStored(folder, segment.storedAs);
    const isPlain = bytes.subarray(0, plainBeginning.length).equals(plainBeginning);
    if (isPlain === (cipher === undefined)) continue;
    progress({ step: `Writing ${segment.file} anew`, share: index / segments.length });
    const database = leftAlone(() => fromSegmentFile(bytes, path.posix.basename(segment.file), cipher));
    if (!database) continue;
    await folder.change({ add: [toSegmentFile(database, segment, cipher)], remove: [segment.file] });
    done++;
  }
  return done;
}
