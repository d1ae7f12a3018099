import { el, setText } from './dom';
import { setTextHint } from './hint';
import type { Reading } from './reading';

/** Writes a figure into an element: the number, its unit with less weight, and what it is a part of. */
export function showFigure(place: HTMLElement, { quantity, hint }: Reading, detail = ''): void {
  if (place.childElementCount === 0) {
    place.classList.add('figure');
    place.append(el('b'), el('span', 'unit'), el('span', 'detail'));
  }
  const [number, unit, part] = place.children;
  setText(number!, quantity.number);
  setText(unit!, quantity.unit);
  setText(part!, detail);
  setTextHint(place, hint, `${quantity.number} ${quantity.unit} ${detail}`.trim());
}
