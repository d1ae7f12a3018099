const leastGapMs = 3000;

/** The period assumed before a second sample shows the true one: the slowest rate that can be set. */
export const assumedPeriodMs = 10_000;

/** How long after a sample the next one may come before the time between them counts as without values, in ms. */
export function gapLimit(periodMs: number): number {
  return Math.max(leastGapMs, 3 * periodMs);
}

/** How far apart samples are where a row and the next one are, by those on either side of the two, in ms. */
export function periodAround(row: number, rows: number, timeAt: (row: number) => number): number {
  const before = row > 0 ? timeAt(row) - timeAt(row - 1) : Infinity;
  const after = row + 2 < rows ? timeAt(row + 2) - timeAt(row + 1) : Infinity;
  const least = Math.min(before, after);
  return Number.isFinite(least) ? least : assumedPeriodMs;
}

/** How far apart samples are from a row on that follows a gap, which itself tells nothing of that, in ms. */
export function periodAfter(row: number, rows: number, timeAt: (row: number) => number): number {
  return row + 2 < rows ? timeAt(row + 2) - timeAt(row + 1) : assumedPeriodMs;
}
