import { mostPoints } from '../../shared/past/pastStep';

/** Lengths that are multiples of what the store keeps, or of which it keeps multiples. */
const stepsMs = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400].map(
  (seconds) => seconds * 1000,
);
const pixelsPerStep = 2;
const fewestSteps = 60;
const mostSteps = 600;

/**
 * The shortest step, ms, of which a range has few enough to be drawn so wide, and few enough of so many series for one
 * answer.
 * @param width Of the chart, CSS pixels.
 */
export function stepFor(rangeMs: number, width: number, series: number): number {
  const most = Math.min(mostSteps, Math.max(fewestSteps, width / pixelsPerStep));
  const fits = (stepMs: number): boolean => {
    const steps = rangeMs / stepMs;
    return steps <= most && (steps + 3) * series <= mostPoints;
  };
  return stepsMs.find(fits) ?? stepsMs[stepsMs.length - 1]!;
}
