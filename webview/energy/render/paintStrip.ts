import { pointNumbers, type Path } from '../flow/path';
import { bodyFrom, dashes, edgeWidth } from './looks';
import type { Strip } from './strip';
import { cssOf, type Tones } from './tones';

/** Draws a ribbon with Canvas 2D. */
export function paintStrip(context: CanvasRenderingContext2D, strip: Strip, { body, edge }: Tones): void {
  const { path, width, quality } = strip;
  if (width === 0) return;
  const { on, off } = dashes[quality];
  const stroke = (colour: string, lineWidth: number, dash: readonly number[], offset = 0): void => {
    context.strokeStyle = colour;
    context.lineWidth = lineWidth;
    context.setLineDash([...dash]);
    context.lineDashOffset = offset;
    trace(context, path);
    context.stroke();
  };
  // Each pixel of the outer edge is covered once, or its opacity would not be the share that is covered.
  stroke(cssOf(edge), width, off === 0 ? [] : [on, off]);
  if (off > 0 && quality !== 'unavailable') stroke(cssOf(body), width, [off, on], -on);
  if (width < bodyFrom) return;
  if (quality === 'unavailable') context.globalCompositeOperation = 'destination-out';
  stroke(cssOf(body), width - 2 * edgeWidth, []);
  context.globalCompositeOperation = 'source-over';
}

function trace(context: CanvasRenderingContext2D, { points }: Path): void {
  context.beginPath();
  for (let at = 0; at < points.length; at += pointNumbers) context.lineTo(points[at]!, points[at + 1]!);
}
