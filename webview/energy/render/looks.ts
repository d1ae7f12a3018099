import type { Quality } from '../../../src/protocol/metric';

/** Lengths in CSS px that both painters share, so that their pictures are the same. */
export const particleRadius = 1.75;
/** Stroke of a particle that is an outline. */
export const ringWidth = 0.9;
/** Of a ribbon's edge, inside its width. */
export const edgeWidth = 1;
/** A ribbon narrower than this is all edge. */
export const bodyFrom = 3;

/** Between a particle and an edge. */
const clearance = 0.5;

/** Drawn and left out along an edge; a gap of 0 is an unbroken edge. */
export interface Dash {
  readonly on: number;
  readonly off: number;
}

export const dashes: Readonly<Record<Quality, Dash>> = {
  measured: { on: 10, off: 0 },
  estimated: { on: 6, off: 4 },
  unavailable: { on: 2, off: 4 },
};

/** How far from a ribbon's middle a particle's may lie, so that all of it is inside the edges. */
export function sideReach(ribbonWidth: number): number {
  return Math.max(0, ribbonWidth / 2 - edgeWidth - clearance - particleRadius);
}
