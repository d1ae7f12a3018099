import type { Column } from '../../shared/column';
import type { StepView } from '../../shared/past/stepView';
import type { TimeRange } from '../chart/chartContent';

export const shownQuantiles = [50, 95, 99] as const;
export type ShownQuantile = (typeof shownQuantiles)[number];

/** What the samples of a line come to over the stretch of time shown; NaN: not known, or there was none. */
export interface LineFigures {
  /** The newest in the stretch. */
  readonly last: number;
  readonly min: number;
  readonly avg: number;
  readonly max: number;
  readonly quantiles: Readonly<Record<ShownQuantile, number>>;
}

const noQuantiles: LineFigures['quantiles'] = { 50: NaN, 95: NaN, 99: NaN };
export const noFigures: LineFigures = { last: NaN, min: NaN, avg: NaN, max: NaN, quantiles: noQuantiles };

/** Of samples as they came; a quantile is the least sample that so many are not above. */
export function figuresOfColumn(column: Column, { from, to }: TimeRange): LineFigures {
  const values: number[] = [];
  let sum = 0;
  for (let row = column.firstFrom(from); row < column.length && column.timeAt(row) <= to; row++) {
    const value = column.valueAt(row);
    if (!Number.isFinite(value)) continue;
    values.push(value);
    sum += value;
  }
  if (values.length === 0) return noFigures;
  const sorted = Float64Array.from(values).sort();
  const quantile = (p: number): number => sorted[Math.max(0, Math.ceil((p / 100) * sorted.length) - 1)]!;
  return {
    last: values[values.length - 1]!,
    min: sorted[0]!,
    avg: sum / values.length,
    max: sorted[sorted.length - 1]!,
    quantiles: { 50: quantile(50), 95: quantile(95), 99: quantile(99) },
  };
}

/** Of steps; their quantiles do not tell those of the stretch, so those are asked for. */
export function figuresOfSteps(steps: StepView, { from, to }: TimeRange, quantiles = noQuantiles): LineFigures {
  let sum = 0;
  let count = 0;
  let [min, max, last] = [Infinity, -Infinity, NaN];
  for (let row = steps.firstFrom(from); row < steps.length && steps.timeAt(row) <= to; row++) {
    last = steps.meanAt(row);
    sum += last * steps.countAt(row);
    count += steps.countAt(row);
    min = Math.min(min, steps.lowAt(row));
    max = Math.max(max, steps.highAt(row));
  }
  if (count === 0) return noFigures;
  return { last, min, avg: sum / count, max, quantiles };
}
