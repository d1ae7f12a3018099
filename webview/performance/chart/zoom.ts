import type { TimeRange } from './chartContent';

/** The shortest and the longest stretch that is shown, ms. */
export const leastSpanMs = 1000;
export const mostSpanMs = 30 * 86_400_000;

/** The stretch of a length that lies in the bounds as near as it can to where it is wanted. */
function placed(from: number, spanMs: number, bounds: TimeRange): TimeRange {
  const whole = Math.max(leastSpanMs, bounds.to - bounds.from);
  const span = Math.min(Math.max(spanMs, leastSpanMs), mostSpanMs, whole);
  // At the end of the bounds, since that is now, and bounds may be shorter than the shortest stretch.
  const start = Math.min(Math.max(from, bounds.from), Math.max(bounds.to, bounds.from + leastSpanMs) - span);
  return { from: start, to: start + span };
}

/** The stretch between two times, in whichever order. */
export function between(one: number, other: number, bounds: TimeRange): TimeRange {
  const [from, to] = one <= other ? [one, other] : [other, one];
  const span = Math.max(to - from, leastSpanMs);
  return placed((from + to - span) / 2, span, bounds);
}

/** A stretch as many times as long, in which one time stays where it is. @param factor Below 1 shows more of less. */
export function zoomed({ from, to }: TimeRange, time: number, factor: number, bounds: TimeRange): TimeRange {
  const span = to - from;
  const share = span > 0 ? Math.min(1, Math.max(0, (time - from) / span)) : 0.5;
  const next = Math.min(Math.max(span * factor, leastSpanMs), mostSpanMs);
  return placed(from + share * (span - next), next, bounds);
}

/** The same length, so much later. */
export function panned({ from, to }: TimeRange, byMs: number, bounds: TimeRange): TimeRange {
  return placed(from + byMs, to - from, bounds);
}

/** A stretch of which one end is moved; the other stays. */
export function resized({ from, to }: TimeRange, end: 'from' | 'to', time: number, bounds: TimeRange): TimeRange {
  if (end === 'from') {
    const start = Math.max(Math.min(time, to - leastSpanMs), bounds.from, to - mostSpanMs);
    return { from: Math.min(start, to - leastSpanMs), to };
  }
  const stop = Math.min(Math.max(time, from + leastSpanMs), bounds.to, from + mostSpanMs);
  return { from, to: Math.max(stop, from + leastSpanMs) };
}

export function isSame(one: TimeRange, other: TimeRange): boolean {
  return one.from === other.from && one.to === other.to;
}
