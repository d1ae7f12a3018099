import type { SeriesInfo } from '../../src/protocol/metric';
import type { MetricId } from '../../src/protocol/catalogue';
import type { StepView } from './past/stepView';
import type { PointBuffer } from './pointBuffer';

/** A value and, where it is a mean over some time, the least and the greatest of that time. NaN: there is none. */
export interface Figure {
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
}

/** What a chart draws as one line: samples as they came, or means over steps of the recorded past. */
export interface LineTrace {
  readonly isEmpty: boolean;
  /** The steps behind the line, where its values are means over steps. */
  readonly steps?: StepView;
  /**
   * Fills `out` with the points of a stretch of time; one with NaN breaks the line. Returns the greatest value, also one
   * that is not a point but inside a step; -Infinity without any.
   */
  fill(from: number, to: number, bucketMs: number, out: PointBuffer): number;
  /** The value at a time; NaN where there was none, or none for too long. */
  valueNear(time: number): number;
  /** The same with what is known besides. */
  figureNear(time: number): Figure;
  /** The one figure for a stretch of time: of live samples the newest, of the past the mean. */
  figureOf(from: number, to: number): Figure;
}

/** What is known of a series besides its values. */
export type LineInfo = Pick<SeriesInfo, 'metric' | 'labels' | 'unit' | 'quality' | 'reason'>;

export interface DrawnSeries {
  readonly info: LineInfo;
  readonly trace: LineTrace;
}

/** Where charts get their lines from. */
export interface LineSource {
  /** Every series of a metric. */
  all(metric: MetricId): readonly DrawnSeries[];
  /** The only series of a metric without labels. */
  one(metric: MetricId): DrawnSeries | undefined;
  /** The sum over all series of a metric that is summed. */
  sum(metric: MetricId): LineTrace | undefined;
}

/** Names a series the same way wherever it comes from. */
export function seriesKey({ metric, labels }: Pick<LineInfo, 'metric' | 'labels'>): string {
  const names = Object.keys(labels).sort();
  return [metric, ...names.flatMap((name) => [name, labels[name]!])].join(' ');
}
