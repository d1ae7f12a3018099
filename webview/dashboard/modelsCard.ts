import * as l10n from '@vscode/l10n';
import { el } from '../shared/dom';
import { icon } from '../shared/icon';
import type { PageNow } from '../shared/livePage';
import type { SeriesStore } from '../shared/seriesStore';
import { card } from './card';
import { modelColumns, modelRows } from './modelRows';
import { Table } from '../shared/table';

/** The models of all runtimes, and what their runtimes do not tell. Not shown while there is no runtime. */
export class ModelsCard {
  readonly root: HTMLElement;
  private readonly table = new Table(l10n.t('Models'), modelColumns);
  private readonly notes = el('ul', 'notes');
  private shownNotes = '';

  constructor(private readonly store: SeriesStore) {
    this.table.root.classList.add('stacks');
    this.root = card('models', l10n.t('Models'), el('div', 'table-frame', this.table.root), this.notes);
  }

  write({ status, activity }: PageNow): void {
    this.root.hidden = !status || status.runtimes.length === 0;
    if (!status) return;
    this.table.write(modelRows(status, this.store, activity));
    const notes = status.runtimes.flatMap(({ name, notes }) => notes.map((note) => `${name}: ${note}`));
    const text = notes.join('\n');
    if (text === this.shownNotes) return;
    this.shownNotes = text;
    this.notes.replaceChildren(...notes.map((note) => el('li', '', icon('note'), el('span', '', note))));
  }
}
