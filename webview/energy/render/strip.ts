import type { Quality } from '../../../src/protocol/metric';
import { levelCurve, type Path } from '../flow/path';
import type { Bar, Ink, Scene } from '../flow/scene';

/** Something as wide as `width` along a path: a ribbon, or a bar, which is a short one. */
export interface Strip {
  readonly path: Path;
  readonly width: number;
  readonly quality: Quality;
  readonly ink: Ink;
  /** Whether it is of its edges' colour all through. */
  readonly isFilled: boolean;
}

export function ribbonStrips({ ribbons }: Scene): Strip[] {
  return ribbons.map(({ path, width, quality, ink }) => ({ path, width, quality, ink, isFilled: false }));
}

export function barStrips({ bars }: Scene): Strip[] {
  return bars.map((bar) => ({
    path: pathOf(bar),
    width: bar.height,
    quality: 'measured',
    ink: bar.ink,
    isFilled: true,
  }));
}

function pathOf({ x, y, width, height }: Bar): Path {
  const middle = y + height / 2;
  return levelCurve({ x, y: middle }, { x: x + width, y: middle });
}
