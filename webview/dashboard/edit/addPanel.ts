import * as l10n from '@vscode/l10n';
import { panelTypes, type PanelType } from '../../../src/protocol/layout/layout';
import { attributes, el } from '../../shared/dom';
import { icon } from '../../shared/icon';
import { panelMeaning, panelTitle } from '../layout/panelWords';

/** A button with a list of all types of panels below it, from which one is added. */
export class AddPanel {
  private readonly button = el('button', 'tool', icon('add'), el('span', '', l10n.t('Add panel')));
  private readonly list: HTMLElement;
  readonly root: HTMLElement;

  constructor(add: (type: PanelType) => void) {
    const items = panelTypes.map((type) => {
      const item = el('button', 'add-item', el('b', '', panelTitle(type)), el('span', '', panelMeaning(type)));
      attributes(item, { type: 'button', role: 'menuitem', tabindex: '-1' });
      item.addEventListener('click', () => {
        this.close();
        add(type);
      });
      return item;
    });
    this.list = el('div', 'add-list', ...items);
    attributes(this.list, { role: 'menu', 'aria-label': l10n.t('Types of panels') });
    this.list.hidden = true;
    attributes(this.button, { type: 'button', 'aria-haspopup': 'menu', 'aria-expanded': 'false' });
    this.root = el('div', 'add-panel', this.button, this.list);
    this.button.addEventListener('click', () => {
      if (this.list.hidden) this.open(items);
      else this.close();
    });
    this.root.addEventListener('focusout', (event) => {
      if (!this.root.contains(event.relatedTarget as Node | null)) this.list.hidden = true;
      attributes(this.button, { 'aria-expanded': String(!this.list.hidden) });
    });
    this.list.addEventListener('keydown', (event) => {
      this.press(event, items);
    });
  }

  private open(items: readonly HTMLElement[]): void {
    this.list.hidden = false;
    attributes(this.button, { 'aria-expanded': 'true' });
    items[0]!.focus();
  }

  private close(): void {
    this.list.hidden = true;
    attributes(this.button, { 'aria-expanded': 'false' });
    this.button.focus();
  }

  private press(event: KeyboardEvent, items: readonly HTMLElement[]): void {
    const at = items.findIndex((item) => item === document.activeElement);
    const last = items.length - 1;
    const next = { ArrowDown: at === last ? 0 : at + 1, ArrowUp: at <= 0 ? last : at - 1, Home: 0, End: last }[
      event.key
    ];
    if (event.key === 'Escape') this.close();
    else if (next === undefined) return;
    else items[next]!.focus();
    event.preventDefault();
    event.stopPropagation();
  }
}
