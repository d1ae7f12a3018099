import { el } from './dom';
import type { LineTrace } from './lineTrace';
import { withOpacity, type LineColour, type Palette } from './palette';
import { PointBuffer, type Point } from './pointBuffer';
import { scaleTop, type Scale } from './scaleTop';

const lineWidth = 1.25;
const fillOpacity = 0.16;

export interface SparklineStyle {
  readonly colour: LineColour;
  readonly scale: Scale;
}

/**
 * The course of one figure as a line without axes, as large as its element. The figure beside it says what it means, so
 * screen readers pass it over.
 */
export class Sparkline {
  readonly root = el('canvas', 'sparkline');
  private readonly points = new PointBuffer();
  private width = 0;
  private height = 0;

  /** @param resized Called when the line must be drawn anew in another size. */
  constructor(
    private readonly style: SparklineStyle,
    resized: () => void,
  ) {
    this.root.setAttribute('aria-hidden', 'true');
    new ResizeObserver(([entry]) => {
      if (!entry) return;
      this.width = entry.contentRect.width;
      this.height = entry.contentRect.height;
      resized();
    }).observe(this.root);
  }

  /** Draws a stretch of time, ms since 1970; gaps in the data are gaps in the line. */
  draw(trace: LineTrace | undefined, from: number, to: number, palette: Palette): void {
    const { root, width, height, points } = this;
    const context = root.getContext('2d');
    if (!context || width === 0 || height === 0 || to <= from) return;
    this.fitPixels(context);
    context.clearRect(0, 0, width, height);
    if (!trace) return;
    points.begin();
    const greatest = trace.fill(from, to, (to - from) / width, points);
    points.end();
    const top = scaleTop(greatest, this.style.scale);
    const x = ({ x: time }: Point): number => ((time - from) / (to - from)) * width;
    const y = ({ y: value }: Point): number => height - lineWidth - (value / top) * (height - 2 * lineWidth);
    context.strokeStyle = palette.lines[this.style.colour];
    context.fillStyle = palette.isHighContrast
      ? 'transparent'
      : withOpacity(palette.lines[this.style.colour], fillOpacity);
    context.lineWidth = lineWidth;
    context.lineJoin = 'round';
    strokeRuns(context, points.points, x, y, height);
  }

  /** The zoom of the page changes how many pixels of the screen one of its own has. */
  private fitPixels(context: CanvasRenderingContext2D): void {
    const { root, width, height } = this;
    const ratio = window.devicePixelRatio;
    const [columns, rows] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (root.width !== columns || root.height !== rows) {
      root.width = columns;
      root.height = rows;
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
  }
}

type Place = (point: Point) => number;

/** Draws each run of points that have a value as a line with its area below. */
function strokeRuns(
  context: CanvasRenderingContext2D,
  points: readonly Point[],
  x: Place,
  y: Place,
  floor: number,
): void {
  let start = 0;
  for (let at = 0; at <= points.length; at++) {
    if (at < points.length && !Number.isNaN(points[at]!.y)) continue;
    if (at > start) strokeRun(context, points, start, at, x, y, floor);
    start = at + 1;
  }
}

function strokeRun(
  context: CanvasRenderingContext2D,
  points: readonly Point[],
  start: number,
  end: number,
  x: Place,
  y: Place,
  floor: number,
): void {
  const trace = (): void => {
    context.beginPath();
    for (let at = start; at < end; at++) context.lineTo(x(points[at]!), y(points[at]!));
  };
  trace();
  context.stroke();
  context.lineTo(x(points[end - 1]!), floor);
  context.lineTo(x(points[start]!), floor);
  context.fill();
}
