import type { SegmentFile } from './folderFiles';

const dayMs = 86_400_000;
/** A monitor that did not run for a month is rare enough to be asked for more than the word of the clock. */
const leapMs = 30 * dayMs;
/** So much must have been recorded at the far side of a leap before the time there is believed. */
const enoughMs = 3 * dayMs;

/**
 * The time by which things may be found too old: now, unless the clock leapt further than a month since the newest
 * recordings but for less than three days of them. A clock that is years ahead for a while must not have everything
 * removed, and what it recorded meanwhile is yet to come once it is right again.
 * @param segments Oldest first. @param now Milliseconds since 1970.
 */
export function trustedTime(segments: readonly Pick<SegmentFile, 'from' | 'to'>[], now: number): number {
  let trusted: number | undefined;
  let end: number | undefined;
  let recordedMs = 0;
  for (const { from, to } of segments) {
    if (from > now) continue;
    if (end !== undefined && from - end > leapMs) {
      trusted = isEnough(recordedMs, trusted) ? end : trusted;
      recordedMs = 0;
    }
    recordedMs += Math.max(0, to - Math.max(from, end ?? from));
    end = Math.max(end ?? to, to);
  }
  if (end === undefined) return now;
  if (!isEnough(recordedMs, trusted)) return trusted ?? now;
  return now - end > leapMs ? end : now;
}

/** There is nothing to doubt the first recordings by. */
function isEnough(recordedMs: number, trusted: number | undefined): boolean {
  return trusted === undefined || recordedMs >= enoughMs;
}
