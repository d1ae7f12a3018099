import type { ExportedEvent } from '../../events/exportedEvent';
import type { ExportText, SeriesHead } from './exportText';
import { IsoTime } from './isoTime';

export const csvColumns = ['timestamp', 'metric', 'labels', 'value', 'unit', 'quality', 'origin', 'step_ms'] as const;
export const csvEventColumns = [
  'timestamp',
  'session_id',
  'sequence',
  'type',
  'data',
  'frame_id',
  'energy_delta',
] as const;

/**
 * CSV after RFC 4180 in long form, one line for each sample. Labels, origin and data are JSON, so that no cell can
 * begin with a sign that a spreadsheet would take for a formula.
 */
export class ExportCsv implements ExportText {
  private readonly time = new IsoTime();
  private before = '';
  private after = '';
  private afterGap = '';
  private inGap = false;

  begin(): string {
    return line(csvColumns);
  }

  openSeries({ metric, labels, unit, quality, origin, stepMs }: SeriesHead): string {
    this.inGap = false;
    this.before = `,${field(metric)},${field(JSON.stringify(labels))},`;
    const rest = `${field(origin ? JSON.stringify(origin) : '')},${stepMs ?? 0}\r\n`;
    this.after = `,${unit},${quality},${rest}`;
    this.afterGap = `,${unit},unavailable,${rest}`;
    return '';
  }

  points(times: Float64Array, values: Float64Array): string {
    const { before, after, afterGap } = this;
    let text = '';
    for (let row = 0; row < times.length; row++) {
      const value = values[row]!;
      const isGap = Number.isNaN(value);
      if (isGap && this.inGap) continue;
      this.inGap = isGap;
      text += this.time.text(times[row]!) + before + (isGap ? afterGap : String(value) + after);
    }
    return text;
  }

  closeSeries(): string {
    return '';
  }

  /** Of the file of events. */
  beginEvents(): string {
    return line(csvEventColumns);
  }

  event(event: ExportedEvent): string {
    return line([
      event.timestamp,
      event.session_id,
      text(event.sequence),
      event.type,
      JSON.stringify(event.data),
      text(event.frame_id),
      text(event.energy_delta),
    ]);
  }

  end(): string {
    return '';
  }
}

function text(value: number | null | undefined): string {
  return value === undefined || value === null ? '' : String(value);
}

function line(fields: readonly string[]): string {
  return `${fields.map(field).join(',')}\r\n`;
}

function field(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
