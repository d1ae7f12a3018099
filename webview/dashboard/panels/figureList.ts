import { el, setText } from '../../shared/dom';
import { showFigure } from '../../shared/figure';
import { setHint } from '../../shared/hint';
import type { Reading } from '../../shared/reading';

/** One figure with its name. */
export interface NamedFigure {
  readonly key: string;
  readonly name: string;
  /** What the figure says, where its name is too short for it. */
  readonly about?: string;
  readonly reading: Reading;
  /** What the figure is a part of. */
  readonly detail?: string;
}

interface Item {
  readonly root: HTMLElement;
  readonly name: HTMLElement;
  readonly figure: HTMLElement;
}

/** Figures side by side, each below its name; their places are kept while they change. */
export class FigureList {
  readonly root = el('dl', 'figure-list');
  private readonly items = new Map<string, Item>();

  constructor(label: string) {
    this.root.setAttribute('aria-label', label);
  }

  write(figures: readonly NamedFigure[]): void {
    const wanted = new Set(figures.map(({ key }) => key));
    for (const [key, { root }] of this.items) {
      if (wanted.has(key)) continue;
      root.remove();
      this.items.delete(key);
    }
    for (const figure of figures) this.writeItem(this.items.get(figure.key) ?? this.newItem(figure.key), figure);
  }

  private writeItem(item: Item, { name, about, reading, detail }: NamedFigure): void {
    setText(item.name, name);
    setHint(item.name, about);
    showFigure(item.figure, reading, detail);
  }

  private newItem(key: string): Item {
    const [name, figure] = [el('dt'), el('dd')];
    const item = { root: el('div', '', name, figure), name, figure };
    this.items.set(key, item);
    this.root.append(item.root);
    return item;
  }
}
