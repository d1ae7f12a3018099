import type { SegmentKind } from '../segments/segmentName';
import type { RetentionSettings } from '../thread/storeLink';
import type { SegmentFile } from './folderFiles';

export interface SizedSegment extends SegmentFile {
  /** On disk. */
  readonly bytes: number;
}

const dayMs = 86_400_000;
const megabyte = 1024 * 1024;
/** What is younger is given up for room only when nothing older is left. */
const youngMs = 3_600_000;

/** What is given up first when there is too much. */
const leastWanted: readonly SegmentKind[] = ['raw', 'fine', 'coarse', 'events'];

/**
 * The segments to remove: those whose newest content is older than their kind is kept, then, while all together are
 * larger than allowed, the oldest of the least wanted kind.
 * @param otherBytes What counts towards the size too, such as journals.
 * @param now Milliseconds since 1970.
 */
export function planRetention(
  segments: readonly SizedSegment[],
  settings: RetentionSettings,
  now: number,
  otherBytes = 0,
): readonly SizedSegment[] {
  const isExpired = (segment: SizedSegment): boolean => segment.to < now - daysKept(segment.kind, settings) * dayMs;
  const kept = segments.filter((segment) => !isExpired(segment));
  const removed = segments.filter(isExpired);
  let bytes = kept.reduce((sum, segment) => sum + segment.bytes, otherBytes);
  for (const segment of kept.sort((a, b) => wish(a, now) - wish(b, now) || a.from - b.from || a.to - b.to)) {
    if (bytes <= settings['retention.maxMegabytes'] * megabyte) break;
    removed.push(segment);
    bytes -= segment.bytes;
  }
  return removed;
}

/** Days for which segments of a kind are kept. */
export function daysKept(kind: SegmentKind, settings: RetentionSettings): number {
  if (kind === 'raw') return settings['retention.rawDays'];
  return kind === 'events' ? settings['retention.eventDays'] : settings['retention.aggregatedDays'];
}

/** The higher the later it is given up. */
function wish({ kind, to }: SizedSegment, now: number): number {
  return leastWanted.indexOf(kind) + (to > now - youngMs ? leastWanted.length : 0);
}
