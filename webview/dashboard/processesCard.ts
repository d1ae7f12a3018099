import * as l10n from '@vscode/l10n';
import { el, setText } from '../shared/dom';
import type { PageNow } from '../shared/livePage';
import { card } from './card';
import type { CardContext } from './chartCard';
import { processRows, type ProcessOrder } from './processRows';
import { Table, type TableColumn } from '../shared/table';

/** The busiest processes of the machine, in the order of CPU or of memory. */
export class ProcessesCard {
  readonly root: HTMLElement;
  private order: ProcessOrder = 'cpu';
  private readonly table: Table;
  private readonly note = el('p', 'muted');

  constructor(private readonly context: Pick<CardContext, 'store' | 'redraw'>) {
    this.table = new Table(l10n.t('Busiest processes'), [
      { title: l10n.t('Process'), isFigure: false },
      { title: l10n.t('ID'), isFigure: true },
      {
        title: l10n.t('CPU'),
        isFigure: true,
        about: l10n.t('Share of the whole machine. Click to sort.'),
        sort: this.sortBy('cpu'),
      },
      {
        title: l10n.t('Memory'),
        isFigure: true,
        about: l10n.t('Resident memory. Click to sort.'),
        sort: this.sortBy('memory'),
      },
    ]);
    this.root = card('processes', l10n.t('Busiest processes'), el('div', 'table-frame', this.table.root), this.note);
  }

  write({ emptyNote }: PageNow): void {
    const rows = processRows(this.context.store, this.order);
    this.table.write(rows);
    this.table.root.hidden = rows.length === 0;
    setText(this.note, rows.length === 0 ? emptyNote : '');
  }

  private sortBy(order: ProcessOrder): NonNullable<TableColumn['sort']> {
    return {
      isActive: () => this.order === order,
      choose: () => {
        this.order = order;
        this.context.redraw();
      },
    };
  }
}
