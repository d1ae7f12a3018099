import type { Aggregate } from '../../../protocol/history';
import type { Moments } from '../../windows/moments';
import type { SketchBuilder } from '../../windows/sketch';
import { quantize } from '../codec/quantize';

type Figure = (step: Moments, sum: number) => number;

const figures: Readonly<Record<Exclude<Aggregate, `p${string}`>, Figure>> = {
  avg: ({ count }, sum) => sum / count,
  min: ({ min }) => min,
  max: ({ max }) => max,
  sum: (_, sum) => sum,
  count: ({ count }) => count,
  first: ({ first }) => first,
  last: ({ last }) => last,
  change: ({ first, last }) => last - first,
  rate: ({ first, last, firstAt, lastAt }) => (lastAt > firstAt ? ((last - first) * 1000) / (lastAt - firstAt) : 0),
  stddev: ({ m2, count }) => Math.sqrt(Math.max(0, m2 / count)),
};

/** The share of samples below a quantile, such as 0.95 for `p95`; undefined for other aggregates. */
export function quantileOf(aggregate: Aggregate): number | undefined {
  return aggregate.startsWith('p') ? Number(aggregate.slice(1)) / 100 : undefined;
}

/**
 * What an aggregate makes of the samples of a step, at least one.
 * @param decimals Digits that the samples have, so that the parts of a sum add up to the same however it was cut.
 * @param sketch Of the same samples; only quantiles look at it.
 */
export function aggregateOf(aggregate: Aggregate, step: Moments, decimals: number, sketch: SketchBuilder): number {
  const quantile = quantileOf(aggregate);
  // A sketch knows values to 1 %, the ends of the step are exact.
  if (quantile !== undefined) return Math.min(step.max, Math.max(step.min, sketch.quantile(quantile)));
  return figures[aggregate as keyof typeof figures](step, quantize(step.sum, decimals));
}
