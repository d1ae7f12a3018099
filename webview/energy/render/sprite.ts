import { particleRadius, ringWidth } from './looks';
import type { Rgb } from './tones';

/** From a sprite's corner to its middle, device px, whole so that the sprite is sharp. */
export function spriteReach(resolution: number): number {
  return Math.ceil(particleRadius * resolution) + 1;
}

/** The picture of one particle, to be stamped: pixel by pixel what the graphics processor draws. */
export function spriteOf(ink: Rgb, isRing: boolean, resolution: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  const reach = spriteReach(resolution);
  canvas.width = canvas.height = reach * 2;
  const context = canvas.getContext('2d')!;
  const picture = context.createImageData(canvas.width, canvas.height);
  for (let row = 0; row < canvas.height; row++)
    for (let column = 0; column < canvas.width; column++) {
      const off = Math.hypot(column + 0.5 - reach, row + 0.5 - reach);
      const hole = isRing ? covered((particleRadius - ringWidth) * resolution - off) : 0;
      const opacity = covered(particleRadius * resolution - off) - hole;
      const [red, green, blue] = ink;
      picture.data.set([red * 255, green * 255, blue * 255, opacity * 255], (row * canvas.width + column) * 4);
    }
  context.putImageData(picture, 0, 0);
  return canvas;
}

/** How much of a pixel is inside an edge, by how far inside its middle is, device px. */
function covered(inside: number): number {
  return Math.min(1, Math.max(0, inside + 0.5));
}
