import type { Labels, Origin, Quality, Unit } from '../../../../protocol/metric';
import type { ExportedEvent } from '../../events/exportedEvent';

/** What an export says of itself before anything else. */
export interface ExportHead {
  /** Milliseconds since 1970. */
  readonly exportedAt: number;
  readonly from: number;
  readonly to: number;
  readonly session?: string;
}

/** A stretch of one series in which neither how good its values are nor what they are changed. */
export interface SeriesHead {
  readonly metric: string;
  readonly labels: Labels;
  readonly unit: Unit;
  readonly quality: Quality;
  readonly reason?: string;
  readonly origin?: Origin;
  /** Where samples are kept no longer: the values are means over so many ms. */
  readonly stepMs?: number;
}

/**
 * The text of one format, piece by piece: begin, then each series opened, filled and closed, then events, then end.
 * Samples without a value are NaN; only the first of several in a row is told, and marks the gap.
 */
export interface ExportText {
  begin(): string;
  openSeries(head: SeriesHead): string;
  points(times: Float64Array, values: Float64Array): string;
  closeSeries(): string;
  beginEvents(): string;
  event(event: ExportedEvent): string;
  end(): string;
}

export const exportFormat = 'wirthforge-export';
export const exportVersion = 1;

/** What a reader of the whole file meets first, under the names it has in every format. */
export function headMembers({ exportedAt, from, to, session }: ExportHead): Record<string, string | number> {
  return {
    format: exportFormat,
    version: exportVersion,
    exportedAt: new Date(exportedAt).toISOString(),
    from,
    to,
    ...(session === undefined ? {} : { session }),
  };
}

/** JSON and YAML have no word for numbers without an end that every reader knows, so that those go as text. */
export function numberText(value: number): string {
  if (Number.isNaN(value)) return 'null';
  return Number.isFinite(value) ? String(value) : `"${String(value)}"`;
}

/** A list of `[time, value]` with a separator before each but the first. */
export class PointText {
  private isFirst = true;
  private inGap = false;

  /** @param separator Between two points. */
  constructor(private readonly separator: string) {}

  restart(): void {
    this.isFirst = true;
    this.inGap = false;
  }

  text(times: Float64Array, values: Float64Array): string {
    let text = '';
    for (let row = 0; row < times.length; row++) {
      const value = values[row]!;
      const isGap = Number.isNaN(value);
      if (isGap && this.inGap) continue;
      this.inGap = isGap;
      if (!this.isFirst) text += this.separator;
      this.isFirst = false;
      text += `[${times[row]!},${numberText(value)}]`;
    }
    return text;
  }
}
