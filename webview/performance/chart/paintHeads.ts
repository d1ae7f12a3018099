import type { Scale } from 'chart.js';
import type { Palette } from '../../shared/palette';
import type { ChartContent } from './chartContent';
import { scaleId } from './chartScales';
import { axisHead } from './valueTicks';

const padding = 6;
const swatchWidth = 7;
const swatchGap = 3;
const mostSwatches = 3;

/**
 * Writes the unit of each axis that is shown above it, where its labels do not name it, and where there are several axes
 * shows the colours of its lines.
 */
export function paintHeads(
  context: CanvasRenderingContext2D,
  scales: Readonly<Record<string, Scale>>,
  { axes, lines }: Pick<ChartContent, 'axes' | 'lines'>,
  y: number,
  palette: Palette,
): void {
  context.font = `11px ${palette.fontFamily}`;
  context.textBaseline = 'middle';
  for (const axis of axes) {
    const scale = scales[scaleId(axis)];
    if (scale?.options.display !== true) continue;
    const isLeft = axis.side === 'left';
    const away = isLeft ? -1 : 1;
    let x = isLeft ? scale.right - padding : scale.left + padding;
    const head = axisHead(axis.unit);
    context.textAlign = isLeft ? 'right' : 'left';
    context.fillStyle = palette.mutedText;
    context.fillText(head, x, y);
    if (head !== '') x += away * (context.measureText(head).width + swatchGap);
    if (axes.length === 1) continue;
    const colours = new Set(lines.filter((line) => line.axis === axis.unit).map(({ colour }) => colour));
    for (const colour of [...colours].slice(0, mostSwatches)) {
      context.fillStyle = palette.lines[colour];
      context.fillRect(isLeft ? x - swatchWidth : x, y - 1, swatchWidth, 2);
      x += away * (swatchWidth + swatchGap);
    }
  }
}
