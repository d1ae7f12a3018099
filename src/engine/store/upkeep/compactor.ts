import { copySegments, keepAll, type OpenSegment } from './copySegments';
import type { SegmentFile } from './folderFiles';
import { NewSegments } from './newSegments';
import { originOf, planCompaction } from './planCompaction';
import type { StoreFolder } from './storeFolder';

/**
 * Makes a few small segments one, if any are due.
 * @param now Milliseconds since 1970.
 * @returns whether something was done, so that there may be more to do.
 * @throws Error of the disk, or the signal's reason.
 */
export async function compactOnce(folder: StoreFolder, now: number, signal: AbortSignal): Promise<boolean> {
  const sized = [];
  for (const segment of folder.segments()) sized.push({ ...segment, bytes: await folder.bytesOf(segment) });
  const sources = planCompaction(sized, now);
  if (!sources) return false;
  const segments = new NewSegments(folder.sqlite, folder.sealing, originOf(sources));
  try {
    const copied = await withAll(folder, sources, async (open) => {
      const { kind } = sources[0]!;
      await copySegments(segments.of(kind), kind, open, keepAll, () => folder.way.give(signal));
      return true;
    });
    // One of them cannot be read and is left out from now on: the next plan is made without it.
    if (copied !== true) return true;
    const { files } = segments.finish();
    await folder.change({ add: files, remove: sources.map(({ file }) => file) });
    return true;
  } finally {
    segments.dispose();
  }
}

/** Runs work with several segments open; undefined when one of them cannot be read. */
export async function withAll<T>(
  folder: StoreFolder,
  segments: readonly SegmentFile[],
  work: (open: readonly OpenSegment[]) => Promise<T>,
  open: readonly OpenSegment[] = [],
): Promise<T | undefined> {
  const segment = segments[open.length];
  if (!segment) return work(open);
  return folder.use(segment, (reader) => withAll(folder, segments, work, [...open, { segment, reader }]));
}
