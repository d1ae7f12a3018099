import { attributes, el, setText } from '../shared/dom';

/** A titled part of the page. */
export function card(id: string, title: string, ...children: readonly Node[]): HTMLElement {
  const root = el('section', 'card', el('header', 'card-head', el('h2')), el('div', 'card-body', ...children));
  attributes(root, { 'data-card': id });
  setCardTitle(root, title);
  return root;
}

/** Names a card anew, on the page and for screen readers. */
export function setCardTitle(root: HTMLElement, title: string): void {
  setText(root.querySelector(':scope > .card-head > h2')!, title);
  attributes(root, { 'aria-label': title });
}
