/** Lengths that are multiples of what the store keeps: 1 s, 10 s, 5 min, 1 h and 1 day. */
const stepsMs = [2, 10, 30, 60, 300, 600, 1800, 3600, 7200, 21_600, 86_400].map((seconds) => seconds * 1000);
const mostSteps = 450;

/** Of longer ones the host takes no question, and none is kept, ms. */
export const longestStepMs = 86_400_000;

/** Most points of all series together that a view asks for. */
export const mostPoints = 20_000;

/** The shortest step, in ms, of which a range has few enough to draw, and few enough for so many series. */
export function pastStep(rangeMs: number, series: number): number {
  const fits = (stepMs: number): boolean => {
    const steps = rangeMs / stepMs;
    return steps <= mostSteps && (steps + 2) * series <= mostPoints;
  };
  return stepsMs.find(fits) ?? stepsMs[stepsMs.length - 1]!;
}
