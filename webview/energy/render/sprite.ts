import { particleRadius, ringWidth } from './looks';

/** From a sprite's corner to its middle, device px, whole so that the sprite is sharp. */
export function spriteReach(resolution: number): number {
  return Math.ceil(particleRadius * resolution) + 1;
}

/** The picture of one particle, to be stamped. */
export function spriteOf(colour: string, isRing: boolean, resolution: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  const reach = spriteReach(resolution);
  canvas.width = canvas.height = reach * 2;
  const context = canvas.getContext('2d')!;
  const radius = particleRadius * resolution;
  const ring = ringWidth * resolution;
  context.beginPath();
  context.arc(reach, reach, isRing ? radius - ring / 2 : radius, 0, Math.PI * 2);
  if (isRing) {
    context.strokeStyle = colour;
    context.lineWidth = ring;
    context.stroke();
  } else {
    context.fillStyle = colour;
    context.fill();
  }
  return canvas;
}
