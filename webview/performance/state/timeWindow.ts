import type { TimeRange } from '../chart/chartContent';

/** What a chart shows of time: a stretch that ends now and moves on, or one that stands still. */
export type TimeWindow =
  { readonly kind: 'live'; readonly lengthMs: number } | ({ readonly kind: 'fixed' } & TimeRange);

export const shortestMs = 1000;
export const longestMs = 30 * 86_400_000;

/** Both ends in ms since 1970. @param now The newest sample. */
export function shownRange(window: TimeWindow, now: number): TimeRange {
  if (window.kind === 'live') return { from: now - window.lengthMs, to: now };
  return { from: window.from, to: window.to };
}

/** A stretch as it can be shown: not too short, not too long, and not beyond the present. */
export function fixedWindow(from: number, to: number, now: number): TimeWindow {
  const length = Math.min(longestMs, Math.max(shortestMs, to - from));
  const middle = (from + to) / 2;
  const end = Math.max(length, Math.min(now, middle + length / 2));
  return { kind: 'fixed', from: Math.round(end - length), to: Math.round(end) };
}

export function isSameWindow(a: TimeWindow, b: TimeWindow): boolean {
  if (a.kind === 'live') return b.kind === 'live' && a.lengthMs === b.lengthMs;
  return b.kind === 'fixed' && a.from === b.from && a.to === b.to;
}
