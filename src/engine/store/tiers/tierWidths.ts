/** Widths of the tiers, ms, finest first. Buckets begin at multiples of the width since 1970. */
export const tierWidths = [1000, 10_000, 300_000, 3_600_000, 86_400_000] as const;

const finestWithSketches = 300_000;

/** Whether a tier's buckets tell quantiles. */
export function hasSketches(tierMs: number): boolean {
  return tierMs >= finestWithSketches;
}
