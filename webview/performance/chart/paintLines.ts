import { withOpacity, type Palette } from '../../shared/palette';
import type { Plane } from '../../shared/plane';
import type { QuantileLine, TimeRange } from './chartContent';
import type { DrawnLine } from './drawnLine';

const lineWidth = 1.5;
const comparisonWidth = 1;
const quantileWidth = 1;
const labelHeight = 12;
/** So far a line at the very end of an axis reaches beyond the area. */
const overhang = 1;

/** Long, short and mixed dashes, so that lines are told apart where colours are not. */
const contrastDashes = [[], [6, 3], [2, 2], [8, 3, 2, 3], [12, 4], [4, 6]] as const;

export function clipTo(context: CanvasRenderingContext2D, { left, right, top, bottom }: Plane['area']): void {
  context.beginPath();
  context.rect(left, top - overhang, right - left, bottom - top + 2 * overhang);
  context.clip();
}

/** Dashes of a line; dots for a comparison. @param at Its place among the lines. */
export function dashesOf(
  { isComparison, isDashed }: DrawnLine['line'],
  at: number,
  palette: Palette,
): readonly number[] {
  if (isComparison) return [1.5, 3];
  if (palette.isHighContrast) return contrastDashes[at % contrastDashes.length]!;
  return isDashed ? [5, 3] : [];
}

/** Draws the points of a line over the stretch of the plane; one without a value breaks it. */
export function paintLine(
  context: CanvasRenderingContext2D,
  plane: Plane,
  { line, buffer }: DrawnLine,
  { from, to }: TimeRange,
  dashes: readonly number[],
  palette: Palette,
): void {
  const { points } = buffer;
  // Both axes are linear, so that two places of each tell all others, without a call for each point. Those of the times
  // lie in the area: Chart.js tells no place farther off than 16 bits hold, where a sample from before a gap may be.
  const [left, y0] = [plane.xOf(from), plane.yOf(0)];
  const perMs = to > from ? (plane.xOf(to) - left) / (to - from) : 0;
  const perValue = plane.yOf(1) - y0;
  context.beginPath();
  let isBroken = true;
  for (const { x, y } of points) {
    if (Number.isNaN(y)) {
      isBroken = true;
      continue;
    }
    const px = left + (x - from) * perMs;
    const py = y0 + y * perValue;
    if (isBroken) context.moveTo(px, py);
    else context.lineTo(px, py);
    isBroken = false;
  }
  context.setLineDash(dashes as number[]);
  context.lineWidth = line.isComparison ? comparisonWidth : lineWidth;
  context.lineJoin = 'round';
  context.strokeStyle = palette.lines[line.colour];
  context.stroke();
  context.setLineDash([]);
}

/** Draws quantiles as dashed lines across the area, each with its name at the right. */
export function paintQuantiles(
  context: CanvasRenderingContext2D,
  quantiles: readonly { readonly quantile: QuantileLine; readonly line: DrawnLine['line']; readonly plane: Plane }[],
  palette: Palette,
): void {
  context.font = `10px ${palette.fontFamily}`;
  context.textBaseline = 'bottom';
  context.textAlign = 'right';
  let lastY = Infinity;
  let lastLeft = 0;
  const placed = quantiles
    .map((one) => ({ ...one, y: Math.round(one.plane.yOf(one.quantile.value)) + 0.5 }))
    .sort((a, b) => b.y - a.y);
  for (const { quantile, line, plane, y } of placed) {
    const { left, right } = plane.area;
    context.strokeStyle = withOpacity(palette.lines[line.colour], 0.8);
    context.lineWidth = quantileWidth;
    context.setLineDash([3, 3]);
    context.beginPath();
    context.moveTo(left, y);
    context.lineTo(right, y);
    context.stroke();
    context.setLineDash([]);
    const text = `p${quantile.p}`;
    // Beside the name of one that lies nearly as high.
    const end = lastY - y < labelHeight ? lastLeft - 6 : right - 3;
    lastY = y;
    lastLeft = end - context.measureText(text).width;
    context.fillStyle = palette.background;
    context.fillRect(lastLeft - 2, y - labelHeight, end - lastLeft + 4, labelHeight - 1);
    context.fillStyle = palette.lines[line.colour];
    context.fillText(text, end, y - 1);
  }
}
