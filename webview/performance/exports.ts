import * as l10n from '@vscode/l10n';
import type { FromView } from '../../src/protocol/viewLink';
import type { Announcer } from '../shared/announcer';
import type { ChartStage } from './chartStage';
import type { ChartNote } from './controls/chartNote';
import type { FileActs } from './controls/extras';
import type { ShownData } from './data/chartData';
import { csvOf } from './data/csv';
import type { Choice } from './state/choice';
import { metricsOf } from './state/picks';

export interface ExportOptions {
  readonly post: (message: FromView) => void;
  readonly choice: Choice;
  readonly stage: ChartStage;
  readonly note: ChartNote;
  readonly announcer: Announcer;
  readonly shown: () => ShownData | undefined;
}

/** The ways to take along what a chart shows: its figures as CSV, its picture as PNG. */
export class Exports implements FileActs {
  private isCopying = false;

  constructor(private readonly options: ExportOptions) {}

  readonly copyCsv = (): void => {
    this.isCopying = true;
    this.options.post({ type: 'copy', text: this.csv() });
  };

  readonly saveCsv = (): void => {
    this.options.post({ type: 'save', file: { kind: 'csv', name: this.fileName('csv'), text: this.csv() } });
  };

  readonly savePng = (): void => {
    void this.makePng();
  };

  /** Call when the host has put on the clipboard what it was sent. */
  copied(): void {
    if (!this.isCopying) return;
    this.isCopying = false;
    this.options.announcer.say([l10n.t('CSV copied.')]);
  }

  private csv(): string {
    const { choice, shown } = this.options;
    const { lines, range } = shown() ?? { lines: [], range: { from: 0, to: 0 } };
    return csvOf(
      lines.filter(({ key }) => !choice.isHidden(key)),
      range,
    );
  }

  private async makePng(): Promise<void> {
    const { choice, stage, note, post } = this.options;
    try {
      const bytes = await stage.toPng(l10n.t('Performance: {0}', metricsOf(choice.picks).join(', ')));
      note.tell(undefined);
      post({ type: 'save', file: { kind: 'png', name: this.fileName('png'), bytes } });
    } catch (error) {
      note.tell(error instanceof Error ? error.message : String(error));
    }
  }

  private fileName(kind: string): string {
    const at = new Date(this.options.shown()?.range.to ?? 0).toISOString().slice(0, 19).replaceAll(':', '-');
    return `performance ${at}.${kind}`;
  }
}
