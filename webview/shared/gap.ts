const leastGapMs = 3000;

/** The gap assumed before a second sample shows the true one: the slowest rate that can be set. */
export const assumedPeriodMs = 10_000;

/** How long after a sample the next one may come before the time between them counts as without values, in ms. */
export function gapLimit(periodMs: number): number {
  return Math.max(leastGapMs, 3 * periodMs);
}
