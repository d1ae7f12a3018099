import { visible } from './contrast';

export const lineColours = ['blue', 'orange', 'green', 'purple', 'yellow', 'red'] as const;
export type LineColour = (typeof lineColours)[number];

/** Colours of the theme as a canvas takes them. */
export interface Palette {
  readonly text: string;
  readonly mutedText: string;
  readonly background: string;
  readonly grid: string;
  readonly crosshair: string;
  readonly lines: Readonly<Record<LineColour, string>>;
  /** The same colours, thin, for the area below a line. */
  readonly fills: Readonly<Record<LineColour, string>>;
  readonly fontFamily: string;
  readonly isHighContrast: boolean;
}

const fillOpacity = 0.14;
/** An orange that is told from red and from yellow. */
const solidOrange = '#d18616';

/** Reads the colours that the page has now. */
export function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const parser = document.createElement('canvas').getContext('2d')!;
  const colour = (name: string): string => normalised(style.getPropertyValue(`--wf-${name}`).trim(), parser);
  const isHighContrast = document.body.matches('.vscode-high-contrast, .vscode-high-contrast-light');
  const background = colour('card');
  // Some themes have chart colours that are too pale for a thin line.
  const lines = Object.fromEntries(
    lineColours.map((name) => [name, visible(solid(colour(name)), background)]),
  ) as Record<LineColour, string>;
  const fills = Object.fromEntries(
    lineColours.map((name) => [name, isHighContrast ? 'transparent' : withOpacity(lines[name], fillOpacity)]),
  ) as Record<LineColour, string>;
  return {
    text: colour('text'),
    mutedText: colour('muted'),
    background,
    grid: colour('grid'),
    crosshair: colour('muted'),
    lines,
    fills,
    fontFamily: getComputedStyle(document.body).fontFamily,
    isHighContrast,
  };
}

/** The colour in a variable, as `#rrggbb` or `rgba(…)`; undefined where the page has no such variable. */
export function readColour(style: CSSStyleDeclaration, variable: string): string | undefined {
  const value = style.getPropertyValue(variable).trim();
  if (value === '') return undefined;
  const parser = document.createElement('canvas').getContext('2d')!;
  return normalised(value, parser);
}

/**
 * A colour of the theme for lines. Most themes have no orange for charts: the editor then gives that of a highlight, which
 * lets the ground through and would make lines brown or pale.
 */
export function solid(colour: string): string {
  return colour.startsWith('rgba(') ? solidOrange : colour;
}

/** Gives everything inside `root` the colours of lines that the charts have. */
export function applyLines(root: HTMLElement, { lines }: Palette): void {
  for (const name of lineColours) root.style.setProperty(`--wf-${name}`, lines[name]);
}

/** Any colour of CSS as `#rrggbb` or `rgba(…)`, the two forms in which a canvas gives colours back. */
function normalised(colour: string, parser: CanvasRenderingContext2D): string {
  parser.fillStyle = '#808080';
  parser.fillStyle = colour;
  return parser.fillStyle;
}

/** A normalised colour, made thinner. */
export function withOpacity(colour: string, opacity: number): string {
  if (/^#[0-9a-f]{6}$/i.test(colour)) {
    return (
      colour +
      Math.round(opacity * 255)
        .toString(16)
        .padStart(2, '0')
    );
  }
  const parts = /^rgba\(([^,]+),([^,]+),([^,]+),([^,]+)\)$/.exec(colour);
  if (!parts) return 'transparent';
  const [, red, green, blue, own] = parts;
  return `rgba(${red!},${green!},${blue!},${Number(own) * opacity})`;
}
