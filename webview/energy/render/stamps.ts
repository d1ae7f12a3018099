import { particleRadius, ringWidth } from './looks';

/** Places within a pixel, each way, at which a particle can be drawn. */
export const placesInPixel = 8;

/** How much of each pixel around it a particle covers, 0 to 255, for all places within a pixel. */
export interface Stamps {
  /** Device pixels each way. */
  readonly side: number;
  /** Rows of one picture after the other, pictures by their place down and then across. */
  readonly cover: Uint8Array;
}

/** The pictures of a particle at a resolution, as the graphics processor draws them. */
export function stampsOf(isRing: boolean, resolution: number): Stamps {
  const radius = particleRadius * resolution;
  const hole = isRing ? (particleRadius - ringWidth) * resolution : -1;
  const side = 2 * Math.ceil(radius + 0.5) + 1;
  const cover = new Uint8Array(placesInPixel * placesInPixel * side * side);
  let at = 0;
  for (let down = 0; down < placesInPixel; down++)
    for (let across = 0; across < placesInPixel; across++)
      for (let row = 0; row < side; row++)
        for (let column = 0; column < side; column++) {
          const x = column - (side - 1) / 2 + 0.5 - (across + 0.5) / placesInPixel;
          const y = row - (side - 1) / 2 + 0.5 - (down + 0.5) / placesInPixel;
          const off = Math.hypot(x, y);
          cover[at++] = Math.round(255 * (covered(radius - off) - covered(hole - off)));
        }
  return { side, cover };
}

/** How much of a pixel is inside an edge, by how far inside its middle is, device px. */
function covered(inside: number): number {
  return Math.min(1, Math.max(0, inside + 0.5));
}
