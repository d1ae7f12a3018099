import type { ExportedEvent } from '../../events/exportedEvent';
import { headMembers, PointText, type ExportHead, type ExportText, type SeriesHead } from './exportText';
import { block } from './yamlText';

const pointIndent = '\n      - ';

/** YAML 1.2 in block style; a point is a pair in brackets. The same members as in JSON. */
export class ExportYaml implements ExportText {
  private readonly pointText = new PointText(pointIndent);
  private isEmpty = true;
  private hasPoints = false;

  constructor(private readonly head: ExportHead) {}

  begin(): string {
    const lines = Object.entries(headMembers(this.head)).map(([name, value]) => `${name}:${block(value, 0)}\n`);
    return `${lines.join('')}series:`;
  }

  openSeries(head: SeriesHead): string {
    this.isEmpty = false;
    this.hasPoints = false;
    this.pointText.restart();
    return `\n  -${block(head, 2)}\n    points:`;
  }

  points(times: Float64Array, values: Float64Array): string {
    const text = this.pointText.text(times, values);
    if (text === '' || this.hasPoints) return text;
    this.hasPoints = true;
    return pointIndent + text;
  }

  closeSeries(): string {
    return this.hasPoints ? '' : ' []';
  }

  beginEvents(): string {
    const end = this.endOfList();
    this.isEmpty = true;
    return `${end}events:`;
  }

  event(event: ExportedEvent): string {
    this.isEmpty = false;
    return `\n  -${block(event, 2)}`;
  }

  end(): string {
    return this.endOfList();
  }

  private endOfList(): string {
    return this.isEmpty ? ' []\n' : '\n';
  }
}
