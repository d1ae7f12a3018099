type Rgb = readonly [red: number, green: number, blue: number];

/** Contrast that WCAG asks of lines and other graphics. */
const leastContrast = 3;
const steps = 20;

/** `#rrggbb` or `rgba(…)` as parts of 0 to 255, laid over a ground; undefined for any other form. */
export function rgbOf(colour: string, ground: Rgb = [0, 0, 0]): Rgb | undefined {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour);
  if (hex) return [parseInt(hex[1]!, 16), parseInt(hex[2]!, 16), parseInt(hex[3]!, 16)];
  const parts = /^rgba\(([^,]+),([^,]+),([^,]+),([^,]+)\)$/.exec(colour);
  if (!parts) return undefined;
  return mix(ground, [Number(parts[1]), Number(parts[2]), Number(parts[3])], Number(parts[4]));
}

/** Contrast of two colours as WCAG defines it, 1 to 21. */
export function contrastOf(one: Rgb, other: Rgb): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light! + 0.05) / (dark! + 0.05);
}

/**
 * A colour as it is, or of the same hue and as much darker or lighter as it takes to be seen on the ground.
 * @param least Contrast that is enough, 1 to 21; texts need 4.5.
 */
export function visible(colour: string, ground: string, least = leastContrast): string {
  const below = rgbOf(ground);
  const ink = below && rgbOf(colour, below);
  if (!ink || contrastOf(ink, below) >= least) return colour;
  const { hue, saturation, lightness } = hslOf(ink);
  const end = contrastOf([0, 0, 0], below) >= contrastOf([255, 255, 255], below) ? 0 : 1;
  for (let step = 1; step < steps; step++) {
    const changed = hexOf(rgbOfHsl(hue, saturation, lightness + ((end - lightness) * step) / steps));
    // What is written has whole parts, which may be a little less than enough.
    if (contrastOf(rgbOf(changed)!, below) >= least) return changed;
  }
  return end === 0 ? '#000000' : '#ffffff';
}

/** A share of one `#rrggbb` colour in another, 0 to 1; the first as it is for forms that cannot be read. */
export function mixed(colour: string, other: string, share: number): string {
  const [from, to] = [rgbOf(colour), rgbOf(other)];
  return from && to ? hexOf(mix(from, to, share)) : colour;
}

/** Hue in sixths of a turn, the other two from 0 to 1. */
function hslOf(colour: Rgb): { hue: number; saturation: number; lightness: number } {
  const [red, green, blue] = [colour[0] / 255, colour[1] / 255, colour[2] / 255];
  const most = Math.max(red, green, blue);
  const least = Math.min(red, green, blue);
  const spread = most - least;
  const lightness = (most + least) / 2;
  if (spread === 0) return { hue: 0, saturation: 0, lightness };
  const saturation = spread / (1 - Math.abs(2 * lightness - 1));
  if (most === red) return { hue: ((green - blue) / spread + 6) % 6, saturation, lightness };
  const hue = most === green ? (blue - red) / spread + 2 : (red - green) / spread + 4;
  return { hue, saturation, lightness };
}

function rgbOfHsl(hue: number, saturation: number, lightness: number): Rgb {
  const reach = saturation * Math.min(lightness, 1 - lightness);
  const part = (offset: number): number => {
    const at = (offset + 2 * hue) % 12;
    return 255 * (lightness - reach * Math.max(-1, Math.min(at - 3, 9 - at, 1)));
  };
  return [part(0), part(8), part(4)];
}

function mix(from: Rgb, to: Rgb, share: number): Rgb {
  const part = (at: 0 | 1 | 2): number => from[at] + (to[at] - from[at]) * share;
  return [part(0), part(1), part(2)];
}

function hexOf(colour: Rgb): string {
  return `#${colour.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;
}

function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}
