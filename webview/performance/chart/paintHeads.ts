import type { Scale } from 'chart.js';
import type { Palette } from '../../shared/palette';
import type { Axis } from './chartContent';
import { scaleId } from './chartScales';
import { axisHead } from './valueTicks';

const padding = 6;

/** Writes the unit of each axis that is shown above it, where its labels do not name it. */
export function paintHeads(
  context: CanvasRenderingContext2D,
  scales: Readonly<Record<string, Scale>>,
  axes: readonly Axis[],
  y: number,
  palette: Palette,
): void {
  context.font = `11px ${palette.fontFamily}`;
  context.fillStyle = palette.mutedText;
  context.textBaseline = 'middle';
  for (const axis of axes) {
    const scale = scales[scaleId(axis)];
    if (scale?.options.display !== true) continue;
    const isLeft = axis.side === 'left';
    context.textAlign = isLeft ? 'right' : 'left';
    context.fillText(axisHead(axis.unit), isLeft ? scale.right - padding : scale.left + padding, y);
  }
}
