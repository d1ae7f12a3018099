import { distanceTo } from './path';
import type { Ribbon, Scene } from './scene';

/** How far beside a ribbon it can still be pointed at, CSS px. */
const reach = 4;

/** The ribbon at a place, or the nearest one within reach; undefined where there is none. */
export function ribbonAt({ ribbons }: Scene, x: number, y: number): Ribbon | undefined {
  let nearest: Ribbon | undefined;
  let least = reach;
  for (const ribbon of ribbons) {
    const beside = distanceTo(ribbon.path, x, y) - ribbon.width / 2;
    if (beside > least) continue;
    least = beside;
    nearest = ribbon;
  }
  return nearest;
}
