import { attributes, el, setText } from './dom';
import { setHint } from './hint';
import type { Reading } from './reading';
import { textOf } from './reading';

export interface TableColumn {
  readonly title: string;
  /** Figures stand at the right of their column. */
  readonly isFigure: boolean;
  /** What the column says, where its title is too short for it. */
  readonly about?: string;
  /** Set where a click on the title puts the rows in the order of this column. */
  readonly sort?: { readonly isActive: () => boolean; readonly choose: () => void };
}

/** What a word in a cell says of its row; shown as a mark before it. */
export type Tone = 'waiting' | 'busy' | 'good' | 'calm' | 'bad';

export type Cell = string | (Reading & { readonly tone?: Tone });

export interface TableRow {
  readonly key: string;
  /** As many as there are columns; the first names the row. */
  readonly cells: readonly Cell[];
}

interface Shown {
  readonly text: string;
  readonly hint?: string;
  readonly tone?: Tone;
}

interface Row {
  readonly root: HTMLTableRowElement;
  /** What each cell shows. */
  readonly shown: Shown[];
}

/** A table whose rows are reused. With the class `stacks` each row becomes a block of named figures where there is little room. */
export class Table {
  readonly root: HTMLTableElement;
  private readonly body = el('tbody');
  private readonly headings: readonly HTMLTableCellElement[];
  private readonly rows = new Map<string, Row>();

  constructor(
    label: string,
    private readonly columns: readonly TableColumn[],
  ) {
    this.headings = columns.map(headingOf);
    const head = el('thead', '', withRole(el('tr', '', ...this.headings), 'row'));
    this.root = withRole(el('table', '', head, withRole(this.body, 'rowgroup')), 'table');
    this.root.setAttribute('aria-label', label);
  }

  write(rows: readonly TableRow[]): void {
    this.columns.forEach(({ sort }, at) => {
      if (sort) attributes(this.headings[at]!, { 'aria-sort': sort.isActive() ? 'descending' : 'none' });
    });
    this.dropAllBut(new Set(rows.map(({ key }) => key)));
    const focused = document.activeElement;
    let place = this.body.firstElementChild;
    for (const row of rows) {
      const item = this.written(row);
      // Rows that stay where they are are not touched: one that is moved loses focus and selection.
      if (item === place) place = place.nextElementSibling;
      else this.body.insertBefore(item, place);
    }
    const isMoved = focused !== document.activeElement && focused instanceof HTMLElement && this.body.contains(focused);
    if (isMoved) focused.focus({ preventScroll: true });
  }

  private dropAllBut(keys: ReadonlySet<string>): void {
    for (const [key, row] of this.rows) {
      if (keys.has(key)) continue;
      row.root.remove();
      this.rows.delete(key);
    }
  }

  private written({ key, cells }: TableRow): HTMLTableRowElement {
    const row = this.rows.get(key) ?? { root: this.newRow(), shown: [] };
    this.rows.set(key, row);
    cells.forEach((cell, at) => {
      const wanted: Shown = typeof cell === 'string' ? { text: cell } : shownOf(cell);
      const before = row.shown[at];
      row.shown[at] = wanted;
      // Most cells stay as they are, and asking the page for what it shows costs more than to remember it.
      if (before?.text !== wanted.text || before.hint !== wanted.hint || before.tone !== wanted.tone)
        writeCell(row.root.cells[at]!, wanted);
    });
    return row.root;
  }

  private newRow(): HTMLTableRowElement {
    const cells = this.columns.map(({ title, isFigure }, at) => {
      const cell = at === 0 ? el('th', '', el('span')) : el('td', isFigure ? 'is-figure' : '', el('span'));
      // The narrow form is no table to a browser any more; the roles keep it one for screen readers.
      attributes(cell, { role: at === 0 ? 'rowheader' : 'cell', 'data-title': title });
      if (at === 0) cell.setAttribute('scope', 'row');
      return cell;
    });
    return withRole(el('tr', '', ...cells), 'row');
  }
}

function shownOf(cell: Exclude<Cell, string>): Shown {
  const { hint, tone } = cell;
  return { text: textOf(cell), ...(hint === undefined ? {} : { hint }), ...(tone === undefined ? {} : { tone }) };
}

function writeCell(place: HTMLTableCellElement, { text, hint, tone }: Shown): void {
  setText(place.firstElementChild!, text);
  setHint(place, hint);
  attributes(place, { 'data-tone': tone, tabindex: hint === undefined ? undefined : '0' });
}

function withRole<E extends Element>(element: E, role: string): E {
  element.setAttribute('role', role);
  return element;
}

function headingOf({ title, isFigure, about, sort }: TableColumn): HTMLTableCellElement {
  const heading = withRole(el('th', isFigure ? 'is-figure' : ''), 'columnheader');
  heading.scope = 'col';
  if (sort) {
    const button = el('button', 'sort', title);
    button.type = 'button';
    button.addEventListener('click', sort.choose);
    heading.append(button);
  } else heading.append(title);
  setHint(sort ? heading.firstElementChild! : heading, about);
  return heading;
}
