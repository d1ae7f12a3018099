import type { Line } from './line';
import type { Palette } from './palette';
import type { Plane } from './plane';

const dotRadius = 3;

/** Draws the time that is looked at as a vertical line, with a dot where it meets a sample. */
export function paintCrosshair(
  context: CanvasRenderingContext2D,
  chart: Plane,
  lines: readonly Pick<Line, 'trace' | 'colour'>[],
  time: number,
  palette: Palette,
): void {
  const { left, right, top, bottom } = chart.area;
  const x = Math.round(chart.xOf(time)) + 0.5;
  if (x < left || x > right) return;
  context.save();
  context.strokeStyle = palette.crosshair;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(x, top);
  context.lineTo(x, bottom);
  context.stroke();
  for (const line of lines) {
    const value = line.trace.valueNear(time);
    if (Number.isNaN(value)) continue;
    context.beginPath();
    context.arc(x, Math.max(top, chart.yOf(value)), dotRadius, 0, 2 * Math.PI);
    context.fillStyle = palette.lines[line.colour];
    context.fill();
    context.strokeStyle = palette.background;
    context.stroke();
  }
  context.restore();
}
