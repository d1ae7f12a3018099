import type { LineTrace } from '../../shared/lineTrace';
import type { LineColour } from '../../shared/palette';
import type { PointBuffer } from '../../shared/pointBuffer';
import type { TimeRange } from './chartContent';

const margin = 3;

export interface Insets {
  readonly left: number;
  readonly right: number;
}

export interface BrushContent {
  /** The range that the strip is long. */
  readonly whole: TimeRange;
  /** The part of it that the chart shows. */
  readonly window: TimeRange;
  /** Each in the height of the strip, since its shape is what helps to find a time. */
  readonly lines: readonly { readonly trace: LineTrace; readonly colour: LineColour }[];
  /** CSS pixels from the edges of the chart to its lines, so that times lie below each other; `TimeChart.insets` has it. */
  readonly insets?: Insets;
}

/** The path of a line from the least to the greatest of its values. */
export function brushShape(
  context: CanvasRenderingContext2D,
  { points }: PointBuffer,
  { from, to }: TimeRange,
  width: number,
  height: number,
): void {
  let least = Infinity;
  let greatest = -Infinity;
  for (const { y } of points) {
    if (y < least) least = y;
    if (y > greatest) greatest = y;
  }
  const perMs = width / Math.max(1, to - from);
  const isFlat = !(greatest > least);
  const perValue = isFlat ? 0 : (height - 2 * margin) / (greatest - least);
  const bottom = isFlat ? height / 2 : height - margin;
  let isBroken = true;
  context.beginPath();
  for (const { x, y } of points) {
    const px = (x - from) * perMs;
    const py = bottom - (y - least) * perValue;
    if (Number.isNaN(y)) isBroken = true;
    else if (isBroken) {
      context.moveTo(px, py);
      isBroken = false;
    } else context.lineTo(px, py);
  }
}
