import type { Steps, StepColumns } from './steps';

/**
 * The mean of a sum is the sum of the means, step by step. Least and greatest of a sum are not those of its parts and
 * stay unknown.
 */
export function sumOfSteps(parts: readonly Steps[]): StepColumns {
  const byTime = new Map<number, { mean: number; count: number }>();
  for (const steps of parts)
    for (let row = 0; row < steps.length; row++) {
      const time = steps.timeAt(row);
      const known = byTime.get(time);
      if (known) {
        known.mean += steps.meanAt(row);
        known.count = Math.max(known.count, steps.countAt(row));
      } else byTime.set(time, { mean: steps.meanAt(row), count: steps.countAt(row) });
    }
  const times = Float64Array.from(byTime.keys()).sort();
  const at = (time: number): { mean: number; count: number } => byTime.get(time)!;
  return {
    times,
    means: times.map((time) => at(time).mean),
    lows: new Float64Array(times.length).fill(NaN),
    highs: new Float64Array(times.length).fill(NaN),
    counts: times.map((time) => at(time).count),
  };
}
