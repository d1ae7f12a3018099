import type { SceneLimits, Size } from '../flow/scene';

/** Two lines of text at the end of a ribbon, CSS px. */
const slot = 36;
const mostModels = 8;

/** The room beside the ribbons for names and numbers, and how many ends have room for theirs. */
export function roomOf({ width, height }: Size): Required<Pick<SceneLimits, 'margin' | 'models' | 'slot'>> {
  const left = between(0.22 * width, Math.min(82, 0.32 * width), 150);
  // A scene gives no side more than a third.
  const right = between(width / 3, 0, 260);
  // One end is that of the power no model is charged with, one that of the models without room.
  const models = between(Math.floor(height / slot) - 2, 1, mostModels);
  return { margin: { left: Math.round(left), right: Math.round(right) }, models, slot };
}

function between(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
