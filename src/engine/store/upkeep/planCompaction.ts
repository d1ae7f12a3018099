import type { SegmentKind } from '../segments/segmentName';
import { byWriting, type SegmentFile } from './folderFiles';

const hourMs = 3_600_000;
const quarterMs = 6 * hourMs;
const dayMs = 24 * hourMs;
const weekMs = 7 * dayMs;
/** Journals last 15 minutes, and what came in time is sealed by then. */
const settledMs = 20 * 60_000;
/** Sources that are open at once. */
const mostSources = 4;

/**
 * Stretches whose files become one, longest first: a question about a month opens about twenty files then. Raw samples
 * are large enough by themselves: see `mostRawBytes`.
 */
const stretches: Readonly<Record<SegmentKind, readonly number[]>> = {
  raw: [hourMs],
  fine: [dayMs, quarterMs, hourMs],
  coarse: [weekMs, dayMs, quarterMs, hourMs],
  events: [dayMs, hourMs],
};

/** Raw files whose sum is larger gain nothing by being one. */
const mostRawBytes = 2 * 1024 * 1024;

export interface CompactedSegment extends SegmentFile {
  readonly bytes: number;
}

/**
 * The next files to be made one, two to four neighbours of one kind; undefined when there is nothing to do. Files
 * belong to the hour, day or week in which they begin, and are left alone until it is over.
 * @param segments Oldest first. @param now Milliseconds since 1970.
 */
export function planCompaction<T extends CompactedSegment>(
  segments: readonly T[],
  now: number,
): readonly T[] | undefined {
  for (const kind of Object.keys(stretches) as SegmentKind[])
    for (const stretch of stretches[kind]) {
      const sources = cheapest(kind, segments, stretch, now);
      if (sources) return sources;
    }
  return undefined;
}

function cheapest<T extends CompactedSegment>(
  kind: SegmentKind,
  segments: readonly T[],
  stretch: number,
  now: number,
): readonly T[] | undefined {
  for (const files of byStretch(kind, segments, stretch).values()) {
    if (files.length < 2 || stretchOf(files[0]!, stretch) * stretch + stretch + settledMs > now) continue;
    const run = cheapestRun(files);
    if (kind !== 'raw' || bytesOf(run) <= mostRawBytes) return run;
  }
  return undefined;
}

function byStretch<T extends CompactedSegment>(
  kind: SegmentKind,
  segments: readonly T[],
  stretch: number,
): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const segment of segments) {
    if (segment.kind !== kind) continue;
    const key = stretchOf(segment, stretch);
    const group = groups.get(key);
    if (group) group.push(segment);
    else groups.set(key, [segment]);
  }
  return groups;
}

function stretchOf(segment: SegmentFile, stretch: number): number {
  return Math.floor(segment.from / stretch);
}

/** Neighbours that cost least to copy, so that small files meet small ones and no byte is copied often. */
function cheapestRun<T extends CompactedSegment>(files: readonly T[]): readonly T[] {
  const length = Math.min(mostSources, files.length);
  let best = files.slice(0, length);
  for (let start = 1; start + length <= files.length; start++) {
    const run = files.slice(start, start + length);
    if (bytesOf(run) < bytesOf(best)) best = run;
  }
  return best;
}

function bytesOf(files: readonly CompactedSegment[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** The first journal of all that the sources came from, for which the merged file is named. */
export function originOf(sources: readonly SegmentFile[]): Pick<SegmentFile, 'epoch' | 'sequence'> {
  const { epoch, sequence } = [...sources].sort(byWriting)[0]!;
  return { epoch, sequence };
}
