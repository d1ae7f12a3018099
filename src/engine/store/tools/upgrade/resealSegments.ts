import path from 'node:path';
import { fromSegmentFile, isSealedSegment, toSegmentFile } from '../../segments/segmentFile';
import { breathe } from '../../upkeep/breathe';
import type { SegmentFile } from '../../upkeep/folderFiles';
import type { JobContext } from '../jobContext';
import { readStored } from '../readStored';
import { leftAlone } from './leftAlone';

export interface ResealReport {
  readonly resealed: number;
  /** Those that cannot be opened, for lack of their key or for damage; they stay as they are. */
  readonly left: number;
}

/**
 * Writes segments anew that are encrypted and should not be, or the other way about, each as one change of the folder.
 * Interrupted, it goes on where it was when it is called again.
 */
export async function resealSegments(context: JobContext): Promise<ResealReport> {
  const { folder, progress, signal } = context;
  const unlike = await segmentsUnlikeSetting(context);
  let resealed = 0;
  for (const [index, segment] of unlike.entries()) {
    await breathe(signal);
    progress({ step: `Writing ${segment.file} anew`, share: index / unlike.length });
    const bytes = await readStored(folder, segment.storedAs);
    const database = leftAlone(() => fromSegmentFile(bytes, path.posix.basename(segment.file), folder.cipher));
    if (!database) continue;
    await folder.change({ add: [toSegmentFile(database, segment, folder.sealing)], remove: [segment.file] });
    resealed++;
  }
  return { resealed, left: unlike.length - resealed };
}

/** Segments that are encrypted and should not be, or the other way about. */
export async function segmentsUnlikeSetting({
  folder,
  signal,
}: Pick<JobContext, 'folder' | 'signal'>): Promise<SegmentFile[]> {
  const shallBeSealed = folder.sealing !== undefined;
  const unlike: SegmentFile[] = [];
  for (const segment of folder.segments()) {
    await breathe(signal);
    if (isSealedSegment(await readStored(folder, segment.storedAs)) !== shallBeSealed) unlike.push(segment);
  }
  return unlike;
}
