import * as l10n from '@vscode/l10n';
import { isMetricId } from '../../../src/protocol/catalogue';
import { attributes, el, setText } from '../../shared/dom';
import { setHint } from '../../shared/hint';
import { KeyedList, type Entry } from '../../shared/keyedList';
import { metricMeaning } from '../../shared/metricMeaning';
import { qualityWord } from '../../shared/qualityWord';
import type { Reading } from '../../shared/reading';
import { textOf } from '../../shared/reading';
import type { PickedLine } from '../data/pickedLines';
import type { SortKey } from '../state/savedState';

const figureNames = ['now', 'min', 'avg', 'max', 'p95'] as const;
export type FigureName = (typeof figureNames)[number];

/** What the legend says of one line. */
export interface LegendRow {
  readonly line: PickedLine;
  readonly isHidden: boolean;
  readonly figures: Readonly<Record<FigureName, Reading>>;
  /** Of the other stretch of time that lies over it, where there is one. */
  readonly note: string;
}

export interface LegendActs {
  readonly toggle: (key: string) => void;
  readonly remove: (line: PickedLine) => void;
  readonly sort: (key: SortKey) => void;
}

const titles: Readonly<Record<Exclude<SortKey, 'picked'>, string>> = {
  name: l10n.t('Line'),
  now: l10n.t('Last'),
  min: l10n.t('Min'),
  avg: l10n.t('Avg'),
  max: l10n.t('Max'),
  p95: 'p95',
};

/** Names, qualities and figures of a chart's lines; a press on a name hides its line or brings it back. */
export class LegendTable {
  readonly root: HTMLElement;
  private readonly list: KeyedList<LegendRow>;
  private readonly headings: ReadonlyMap<SortKey, HTMLTableCellElement>;

  constructor(private readonly acts: LegendActs) {
    const body = el('tbody');
    this.headings = new Map((['name', ...figureNames] as const).map((key) => [key, this.headingOf(key)]));
    const [name, ...figures] = [...this.headings.values()];
    const quality = el('th', 'quality', l10n.t('Quality'));
    quality.scope = 'col';
    const remove = el('th', 'removal', el('span', 'unseen', l10n.t('Remove')));
    const table = el('table', '', el('thead', '', el('tr', '', name!, quality, ...figures, remove)), body);
    attributes(table, { 'aria-label': l10n.t('Lines of the chart') });
    this.root = el('div', 'table-frame legend-frame', table);
    this.list = new KeyedList(
      body,
      ({ line }) => line.key,
      (row) => new LegendEntry(row.line, acts),
      () => undefined,
    );
  }

  write(rows: readonly LegendRow[], sort: SortKey): void {
    this.root.hidden = rows.length === 0;
    for (const [key, heading] of this.headings)
      attributes(heading, {
        'aria-sort': key !== sort ? 'none' : key === 'name' ? 'ascending' : 'descending',
      });
    this.list.write(rows);
  }

  private headingOf(key: Exclude<SortKey, 'picked'>): HTMLTableCellElement {
    const button = el('button', 'sort', titles[key]);
    button.type = 'button';
    button.addEventListener('click', () => {
      this.acts.sort(key);
    });
    const heading = el('th', key === 'name' ? '' : `is-figure figure-${key}`, button);
    heading.scope = 'col';
    return heading;
  }
}

class LegendEntry implements Entry<LegendRow> {
  readonly root = el('tr');
  private readonly button = el('button', 'line-name');
  private readonly swatch = el('i', 'swatch');
  private readonly name = el('span');
  private readonly note = el('small', 'muted');
  private readonly quality = el('td', 'quality');
  private readonly figures: Readonly<Record<FigureName, HTMLTableCellElement>>;
  private line: PickedLine;

  constructor(line: PickedLine, acts: LegendActs) {
    this.line = line;
    this.button.type = 'button';
    this.button.append(this.swatch, this.name, this.note);
    this.button.addEventListener('click', () => {
      acts.toggle(this.line.key);
    });
    const remove = el('button', 'remove', '×');
    attributes(remove, { type: 'button', 'aria-label': l10n.t('Remove {0}', line.name) });
    remove.addEventListener('click', () => {
      acts.remove(this.line);
    });
    const cells = figureNames.map((name) => [name, el('td', `is-figure figure-${name}`)] as const);
    this.figures = Object.fromEntries(cells) as Record<FigureName, HTMLTableCellElement>;
    const heading = el('th', '', this.button);
    heading.scope = 'row';
    this.root.append(heading, this.quality, ...cells.map(([, cell]) => cell), el('td', 'removal', remove));
  }

  write({ line, isHidden, figures, note }: LegendRow): void {
    this.line = line;
    const style = `swatch c-${line.colour}${line.isDashed ? ' dashed' : ''}`;
    if (this.swatch.className !== style) this.swatch.className = style;
    setText(this.name, line.name);
    const { metric } = line.info;
    setHint(this.button, isMetricId(metric) ? `${line.name}\n${metricMeaning(metric)}` : line.name);
    setText(this.note, note);
    attributes(this.button, { 'aria-pressed': String(!isHidden) });
    const { quality, reason } = line.info;
    setText(this.quality, qualityWord(quality));
    attributes(this.quality, { 'data-quality': quality, tabindex: reason === undefined ? undefined : '0' });
    setHint(this.quality, reason);
    for (const name of figureNames) {
      setText(this.figures[name], textOf(figures[name]));
      setHint(this.figures[name], figures[name].hint);
    }
  }
}
