import * as l10n from '@vscode/l10n';
import type { EngineStatus } from '../../src/protocol/status';
import { attributes, el, setText } from '../shared/dom';
import { KeyedList } from '../shared/keyedList';
import type { Palette } from '../shared/palette';
import type { SeriesStore } from '../shared/seriesStore';
import { Gauge } from './gauge';
import { gaugeLines, type GaugeLine } from './gaugeLines';

/** The figures of the machine. */
export class Gauges {
  readonly root: HTMLElement;
  private readonly items = el('ul');
  private readonly empty = el('p', 'muted');
  private readonly gauges = new Map<string, Gauge>();
  private readonly list: KeyedList<GaugeLine>;

  constructor(
    private readonly store: SeriesStore,
    resized: () => void,
  ) {
    attributes(this.items, { role: 'list', 'aria-label': l10n.t('This machine in the last minute') });
    this.list = new KeyedList<GaugeLine>(
      this.items,
      ({ key }) => key,
      (line) => {
        const gauge = new Gauge(line, resized);
        this.gauges.set(line.key, gauge);
        return gauge;
      },
      () => undefined,
    );
    this.root = el('section', 'gauges', this.items, this.empty);
  }

  write(status: EngineStatus | undefined, emptyNote: string): void {
    const lines = gaugeLines(this.store, status);
    this.list.write(lines);
    for (const key of this.gauges.keys()) if (!lines.some((line) => line.key === key)) this.gauges.delete(key);
    setText(this.empty, emptyNote);
    this.empty.hidden = lines.length > 0;
  }

  draw(palette: Palette): void {
    for (const gauge of this.gauges.values()) gauge.draw(this.store.newest, palette);
  }
}
