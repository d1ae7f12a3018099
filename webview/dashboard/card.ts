import { attributes, el } from '../shared/dom';

/** A titled part of the page. */
export function card(id: string, title: string, ...children: readonly Node[]): HTMLElement {
  const heading = el('h2', '', title);
  heading.id = `title-${id}`;
  const root = el('section', 'card', el('header', 'card-head', heading), el('div', 'card-body', ...children));
  attributes(root, { 'aria-labelledby': heading.id, 'data-card': id });
  return root;
}
