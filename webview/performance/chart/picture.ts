import * as l10n from '@vscode/l10n';
import { clockTime, dayOfMonth } from '../../shared/format';
import type { Palette } from '../../shared/palette';
import type { ChartLine, TimeRange } from './chartContent';

export interface PictureParts {
  readonly title: string;
  readonly range: TimeRange;
  readonly lines: readonly { readonly line: ChartLine; readonly dashes: readonly number[] }[];
  /** Device pixels a CSS pixel. */
  readonly scale: number;
}

const margin = 16;
const titleHeight = 44;
const rowHeight = 18;
const swatchWidth = 18;
const entryGap = 18;

/** A chart's canvas between its title and its legend, on the background of the theme, as the bytes of a PNG. */
export async function pictureOf(
  chart: HTMLCanvasElement,
  { title, range, lines, scale }: PictureParts,
  palette: Palette,
): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  if (!context)
    throw new Error(
      l10n.t(
        'This page gives out no canvas to draw on, so the picture cannot be made. Close other charts and try again.',
      ),
    );
  const width = chart.width / scale + 2 * margin;
  const chartHeight = chart.height / scale;
  const fontOf = (size: number, weight = ''): string => `${weight} ${size}px ${palette.fontFamily}`.trim();
  context.font = fontOf(12);
  const entries = placedEntries(lines, (text) => context.measureText(text).width, width - 2 * margin);
  const rows = (entries[entries.length - 1]?.row ?? -1) + 1;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round((titleHeight + chartHeight + rows * rowHeight + 2 * margin) * scale);
  context.fillStyle = palette.background;
  context.fillRect(0, 0, canvas.width, canvas.height);
  // At its own device pixels, since each other scale would blur it.
  context.drawImage(chart, Math.round(margin * scale), Math.round((titleHeight + margin / 2) * scale));
  context.scale(scale, scale);
  context.textBaseline = 'middle';
  context.fillStyle = palette.text;
  context.font = fontOf(15, '600');
  context.fillText(title, margin, margin + 4, width - 2 * margin);
  context.fillStyle = palette.mutedText;
  context.font = fontOf(12);
  context.fillText(rangeText(range), margin, margin + 22, width - 2 * margin);
  const top = titleHeight + chartHeight + margin * 1.5;
  for (const { line, dashes, text, x, row } of entries) {
    const y = top + row * rowHeight;
    context.strokeStyle = palette.lines[line.colour];
    context.lineWidth = line.isComparison ? 1 : 2;
    context.setLineDash(dashes as number[]);
    context.beginPath();
    context.moveTo(margin + x, y);
    context.lineTo(margin + x + swatchWidth, y);
    context.stroke();
    context.fillStyle = palette.text;
    context.fillText(text, margin + x + swatchWidth + 6, y);
  }
  return bytesOf(canvas);
}

/** Entries of a legend in rows as wide as the picture. */
function placedEntries(
  lines: PictureParts['lines'],
  widthOf: (text: string) => number,
  most: number,
): (PictureParts['lines'][number] & { text: string; x: number; row: number })[] {
  let x = 0;
  let row = 0;
  return lines.map((one) => {
    // An estimate stays one in a picture that is passed on.
    const text = one.line.quality === 'measured' ? one.line.name : `${one.line.name} (${one.line.quality})`;
    const width = swatchWidth + 6 + widthOf(text);
    if (x > 0 && x + width > most) {
      x = 0;
      row++;
    }
    const entry = { ...one, text, x, row };
    x += width + entryGap;
    return entry;
  });
}

function rangeText({ from, to }: TimeRange): string {
  const day = (time: number): string => `${dayOfMonth(time)} ${new Date(time).getFullYear()}`;
  const isOneDay = day(from) === day(to);
  return `${day(from)} ${clockTime(from)} – ${isOneDay ? '' : `${day(to)} `}${clockTime(to)}`;
}

function bytesOf(canvas: HTMLCanvasElement): Promise<Uint8Array<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (!blob) {
        reject(
          new Error(l10n.t('The browser could not make a PNG of this size. Make the chart smaller and try again.')),
        );
        return;
      }
      blob.arrayBuffer().then((buffer) => {
        resolve(new Uint8Array(buffer));
      }, reject);
    }, 'image/png');
  });
}
