import { rgbOf } from '../../shared/contrast';
import type { Palette } from '../../shared/palette';
import type { Ink } from '../flow/scene';

/** Parts of 0 to 1. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** The opaque colours of one ink on the ground of a page. */
export interface Tones {
  readonly body: Rgb;
  readonly edge: Rgb;
  readonly particle: Rgb;
}

interface Shares {
  readonly body: number;
  readonly edge: number;
  /** How far a particle goes from its line's colour towards that of texts. */
  readonly text: number;
}

const usual: Shares = { body: 0.3, edge: 0.75, text: 0.45 };
/** Without shades: bodies as the ground, edges and particles at full strength. */
const stark: Shares = { body: 0, edge: 1, text: 1 };
const unreadable = [128, 128, 128] as const;

/** Opaque, so that what overlaps within a curve is not darker, and a pixel's opacity tells how much of it is covered. */
export function tonesOf(ink: Ink, palette: Palette): Tones {
  const { body, edge, text } = palette.isHighContrast ? stark : usual;
  const ground = rgbOf(palette.background) ?? unreadable;
  const line = rgbOf(ink === 'neutral' ? palette.mutedText : palette.lines[ink], ground) ?? unreadable;
  const letters = rgbOf(palette.text, ground) ?? unreadable;
  return {
    body: mixed(ground, line, body),
    edge: mixed(ground, line, edge),
    particle: mixed(line, letters, text),
  };
}

export function cssOf([red, green, blue]: Rgb): string {
  return `rgb(${Math.round(red * 255)}, ${Math.round(green * 255)}, ${Math.round(blue * 255)})`;
}

function mixed(from: readonly number[], to: readonly number[], share: number): Rgb {
  const part = (at: number): number => (from[at]! + (to[at]! - from[at]!) * share) / 255;
  return [part(0), part(1), part(2)];
}
