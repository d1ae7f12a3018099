import type { Theme } from '../../../src/protocol/layout/layout';
import { contrastOf, mixed, rgbOf, visible } from '../../shared/contrast';
import { lineColours } from '../../shared/palette';
import { palettes, type BasePalette } from './themePalettes';

/** Contrast that WCAG asks of texts. */
const leastOfTexts = 4.5;
const black = '#000000';
const white = '#ffffff';
const mixSteps = 20;

/**
 * The variables of the page by which a layout's theme differs from the editor's; none where it follows the editor. All
 * texts have a contrast of at least 4.5 to page and cards, whatever the colours are.
 * @param editor The colours that the editor gives now, for those that the theme leaves alone.
 */
export function themeVariables({ name, colours }: Theme, editor: BasePalette): Readonly<Record<string, string>> {
  if (name === 'vscode' && Object.keys(colours).length === 0) return {};
  const base = name === 'vscode' ? editor : palettes[name];
  const background = colours.background ?? base.background;
  const surface = readableBeside(background, colours.surface ?? base.surface);
  const text = textOn(base.text, background, surface);
  const primary = colours.primary ?? base.primary;
  const lines = {
    ...base.lines,
    orange: colours.warning ?? base.lines.orange,
    red: colours.critical ?? base.lines.red,
  };
  const link = textOn(primary, background, surface);
  const chosen = mixed(surface, text, 0.18);
  return {
    '--wf-page': background,
    '--wf-card': surface,
    '--wf-text': text,
    '--wf-muted': textOn(base.muted, background, surface),
    '--wf-border': mixed(surface, text, 0.16),
    '--wf-edge': 'transparent',
    '--wf-grid': mixed(surface, text, 0.12),
    '--wf-hover': mixed(surface, text, 0.1),
    '--wf-focus': visible(primary, background),
    '--wf-link': link,
    '--wf-button': primary,
    '--wf-button-text': inkOn(primary),
    '--wf-button-hover': mixed(primary, inkOn(primary) === black ? white : black, 0.12),
    '--wf-raised': surface,
    '--wf-raised-text': text,
    '--wf-raised-border': mixed(surface, text, 0.24),
    '--wf-chosen': chosen,
    '--wf-chosen-text': visible(text, chosen, leastOfTexts),
    '--wf-chosen-border': 'transparent',
    ...Object.fromEntries(lineColours.map((line) => [`--wf-${line}`, visible(lines[line], surface)])),
  };
}

/** Black or white, whichever is read better on a ground. */
function inkOn(ground: string): string {
  return contrast(black, ground) >= contrast(white, ground) ? black : white;
}

/** A text's colour, changed as little as both grounds ask for. */
function textOn(colour: string, background: string, surface: string): string {
  const [harder, easier] =
    contrast(colour, background) < contrast(colour, surface) ? [background, surface] : [surface, background];
  const changed = visible(visible(colour, harder, leastOfTexts), easier, leastOfTexts);
  const isRead = [background, surface].every((ground) => contrast(changed, ground) >= leastOfTexts);
  return isRead ? changed : sharedInk(background, surface);
}

/** The surface as it is, or as much nearer to the background as one ink needs to be read on both. */
function readableBeside(background: string, surface: string): string {
  for (let step = 0; step < mixSteps; step++) {
    const nearer = mixed(surface, background, step / mixSteps);
    const ink = sharedInk(background, nearer);
    if ([background, nearer].every((ground) => contrast(ink, ground) >= leastOfTexts)) return nearer;
  }
  return background;
}

function sharedInk(one: string, other: string): string {
  const worst = (ink: string): number => Math.min(contrast(ink, one), contrast(ink, other));
  return worst(black) >= worst(white) ? black : white;
}

function contrast(ink: string, ground: string): number {
  const below = rgbOf(ground) ?? [0, 0, 0];
  return contrastOf(rgbOf(ink, below) ?? [0, 0, 0], below);
}
