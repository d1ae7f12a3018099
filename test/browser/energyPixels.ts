import { pathPoints, pointNumbers, type Path } from '../../webview/energy/flow/path';

/** What a canvas shows: red, green, blue (times opacity) and opacity of 0 to 255, from the upper left corner on. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint8ClampedArray;
}

/** Reads the frame that was drawn last, in the same task. */
export function pixelsOf(canvas: HTMLCanvasElement): Pixels {
  const { width, height } = canvas;
  const gl = canvas.getContext('webgl2');
  if (!gl) {
    // A copy is read, so that reading does not change how the canvas itself is drawn.
    const copy = document.createElement('canvas');
    Object.assign(copy, { width, height });
    const context = copy.getContext('2d', { willReadFrequently: true })!;
    context.drawImage(canvas, 0, 0);
    return { width, height, data: context.getImageData(0, 0, width, height).data };
  }
  const upsideDown = new Uint8Array(width * height * 4);
  gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, upsideDown);
  const data = new Uint8Array(upsideDown.length);
  for (let row = 0; row < height; row++)
    data.set(upsideDown.subarray((height - 1 - row) * width * 4, (height - row) * width * 4), row * width * 4);
  return { width, height, data };
}

/** Where a place is, as seen from a path that goes to the right: how far along and beside it, CSS px, within a reach. */
function project({ points, length }: Path, x: number, y: number, reach: number): { along: number; beside: number } {
  const piece = length / (pathPoints - 1);
  let [along, beside] = [NaN, Infinity];
  // A piece goes to the right by at most its length, so that none before this one comes near.
  const first = Math.max(0, Math.floor((x - reach - points[0]!) / piece) - 1);
  for (let point = first; point + 1 < pathPoints; point++) {
    const at = point * pointNumbers;
    const fromX = points[at]!;
    if (fromX + piece < x - reach) continue;
    if (fromX > x + reach) break;
    const fromY = points[at + 1]!;
    const stepX = points[at + pointNumbers]! - fromX;
    const stepY = points[at + pointNumbers + 1]! - fromY;
    const share = ((x - fromX) * stepX + (y - fromY) * stepY) / (stepX * stepX + stepY * stepY);
    const held = Math.min(1, Math.max(0, share));
    const distance = Math.hypot(x - fromX - stepX * held, y - fromY - stepY * held);
    if (distance >= Math.abs(beside)) continue;
    const isRight = stepX * (y - fromY) - stepY * (x - fromX) > 0;
    beside = isRight ? distance : -distance;
    along = (point + held) * piece;
  }
  return { along, beside };
}

export interface Stretch {
  readonly from: number;
  readonly to: number;
  /** To either side of the path. */
  readonly reach: number;
}

/** Visits the pixels of a stretch of a path, with their places and where they are in `data`. */
export function visit(
  path: Path,
  { from, to, reach }: Stretch,
  pixels: Pixels,
  resolution: number,
  take: (at: number, along: number, beside: number) => void,
): void {
  const ys = Array.from({ length: pathPoints }, (_, point) => path.points[point * pointNumbers + 1]!);
  const xs = Array.from({ length: pathPoints }, (_, point) => path.points[point * pointNumbers]!);
  const first = (value: number): number => Math.max(0, Math.floor((value - reach) * resolution));
  const last = (value: number, most: number): number => Math.min(most - 1, Math.ceil((value + reach) * resolution));
  for (let row = first(Math.min(...ys)); row <= last(Math.max(...ys), pixels.height); row++)
    for (let column = first(Math.min(...xs)); column <= last(Math.max(...xs), pixels.width); column++) {
      const { along, beside } = project(path, (column + 0.5) / resolution, (row + 0.5) / resolution, reach);
      if (along >= from && along < to && Math.abs(beside) < reach)
        take((row * pixels.width + column) * 4, along, beside);
    }
}
