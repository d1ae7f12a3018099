import { withOpacity, type Palette } from '../../shared/palette';
import type { Plane } from '../../shared/plane';
import type { TimeRange } from './chartContent';

/** Draws the stretch that is being chosen: tinted, and with an edge that is seen where there are no tints. */
export function paintSelection(
  context: CanvasRenderingContext2D,
  { area, xOf }: Plane,
  { from, to }: TimeRange,
  palette: Palette,
): void {
  const { left, right, top, bottom } = area;
  const [start, end] = [Math.max(left, xOf(from)), Math.min(right, xOf(to))];
  if (end < start) return;
  context.fillStyle = withOpacity(palette.text, palette.isHighContrast ? 0.25 : 0.12);
  context.fillRect(start, top, end - start, bottom - top);
  context.strokeStyle = palette.text;
  context.lineWidth = 1;
  context.strokeRect(Math.round(start) + 0.5, top + 0.5, Math.max(0, Math.round(end - start) - 1), bottom - top - 1);
}
