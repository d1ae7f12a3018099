import { attributes, el, setText } from '../shared/dom';
import { setHint } from '../shared/hint';

/** One line below a chart: a name, a figure where there is one, and words. */
export interface Fact {
  readonly key: string;
  readonly name: string;
  readonly figure?: string;
  readonly text: string;
  readonly hint?: string;
}

/** Lines of facts that are written in place. */
export class FactsList {
  readonly root = el('ul', 'facts-list');
  private readonly items = new Map<string, HTMLElement>();

  constructor(label: string) {
    this.root.setAttribute('aria-label', label);
  }

  write(facts: readonly Fact[]): void {
    const keys = new Set(facts.map(({ key }) => key));
    for (const [key, item] of this.items) {
      if (keys.has(key)) continue;
      item.remove();
      this.items.delete(key);
    }
    for (const fact of facts) this.writeItem(this.items.get(fact.key) ?? this.newItem(fact.key), fact);
  }

  private writeItem(item: HTMLElement, { name, figure, text, hint }: Fact): void {
    const [nameAt, figureAt, textAt] = item.children;
    setText(nameAt!, name);
    setText(figureAt!, figure ?? '');
    setText(textAt!, text);
    setHint(item, hint);
    const isTold = hint !== undefined;
    // Items of a list are not named by what is in them.
    const label = isTold ? [name, figure, text].filter(Boolean).join(' ') : undefined;
    attributes(item, { tabindex: isTold ? '0' : undefined, 'aria-label': label });
  }

  private newItem(key: string): HTMLElement {
    const item = el('li', '', el('span', 'fact-name'), el('b', 'fact-figure'), el('span', 'fact-text'));
    this.items.set(key, item);
    this.root.append(item);
    return item;
  }
}
