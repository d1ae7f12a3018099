import type { ExportedEvent } from '../../events/exportedEvent';
import { headMembers, PointText, type ExportHead, type ExportText, type SeriesHead } from './exportText';

/** One JSON object; every series and every event on a line of its own, so that a person can look into it. */
export class ExportJson implements ExportText {
  private readonly pointText = new PointText(',');
  private separator = '';

  constructor(private readonly head: ExportHead) {}

  begin(): string {
    return `${JSON.stringify(headMembers(this.head)).slice(0, -1)},"series":[`;
  }

  openSeries(head: SeriesHead): string {
    this.pointText.restart();
    return `${this.next()}${JSON.stringify(head).slice(0, -1)},"points":[`;
  }

  points(times: Float64Array, values: Float64Array): string {
    return this.pointText.text(times, values);
  }

  closeSeries(): string {
    return ']}';
  }

  beginEvents(): string {
    this.separator = '';
    return '],"events":[';
  }

  event(event: ExportedEvent): string {
    return this.next() + JSON.stringify(event);
  }

  end(): string {
    return ']}\n';
  }

  private next(): string {
    const separator = `${this.separator}\n`;
    this.separator = ',';
    return separator;
  }
}
