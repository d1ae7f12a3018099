import type { Marks } from '../../../src/protocol/marks';
import type { Quality, Unit } from '../../../src/protocol/metric';
import type { LineTrace } from '../../shared/lineTrace';
import type { LineColour } from '../../shared/palette';

/** A stretch of time, both ends in ms since 1970. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** The axis of all lines of one unit. An end that is undefined is fitted to what is shown. */
export interface Axis {
  readonly unit: Unit;
  readonly side: 'left' | 'right';
  readonly min: number | undefined;
  readonly max: number | undefined;
}

/** Values as the store answers them; columns of equal length, NaN stands for no value and breaks the line. */
export interface LineColumns {
  /** Length of a step, ms; 0: each value is a sample. */
  readonly stepMs: number;
  /** Ms since 1970, ascending: of each sample, or the beginning of each step. */
  readonly times: Float64Array;
  readonly avg: Float64Array;
  /** Least and greatest sample of each step; without them the line has no band. */
  readonly min?: Float64Array;
  readonly max?: Float64Array;
  /** Samples of each step, by which a gap is told from a slow rate. */
  readonly count?: Float64Array;
}

export interface ChartLine {
  /** Tells the line from all others of its chart. */
  readonly key: string;
  readonly name: string;
  /** The unit of its values, by which it finds its axis. */
  readonly axis: Unit;
  readonly colour: LineColour;
  readonly isDashed: boolean;
  readonly data: LineTrace | LineColumns;
  readonly quality: Quality;
  /** Why the quality is not `measured`. */
  readonly reason?: string;
  /** Lies here in another time for comparison: dotted and thinner, and without a band. */
  readonly isComparison: boolean;
  /** Added to the times of the line, ms, so that another stretch of time lies over the one shown; columns only. */
  readonly shiftMs?: number;
}

/** A share of the values of a line lies at or below a value. */
export interface QuantileLine {
  /** Key of the line. */
  readonly line: string;
  /** Percent, such as 95. */
  readonly p: number;
  readonly value: number;
}

/** Everything that one picture shows. A line's buffers are found by its key, so that keys should stay. */
export interface ChartContent extends TimeRange {
  /** One for each unit; `axesOf` makes them. A line without one is not drawn. */
  readonly axes: readonly Axis[];
  /** Those that are shown, the first below the others. */
  readonly lines: readonly ChartLine[];
  readonly marks: Marks;
  readonly quantiles: readonly QuantileLine[];
  /** The time that is looked at, ms since 1970. */
  readonly crosshair?: number;
}

/** What is drawn over a picture without making it anew. */
export interface ChartOverlay {
  /** The time that is looked at, ms since 1970. */
  readonly crosshair: number | undefined;
  /** The stretch that is being chosen. */
  readonly selection: TimeRange | undefined;
  /** Id of the alert mark that is pointed at or has the focus. */
  readonly alert: string | undefined;
}
