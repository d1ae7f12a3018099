const steps = [15_000, 30_000, 60_000, 120_000] as const;
const leastPixels = 62;

/** Distance of the labels of a time axis, in ms, so that they do not touch. */
export function timeStep(rangeMs: number, width: number): number {
  const perPixel = rangeMs / Math.max(width, 1);
  return steps.find((step) => step / perPixel >= leastPixels) ?? steps[steps.length - 1]!;
}
