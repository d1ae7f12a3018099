import { attributes, el } from './dom';
import type { HoverBox } from './hoverBox';

/** Gives an element a text that appears while it is pointed at or has the focus, and that screen readers read. */
export function setHint(element: Element, hint: string | undefined): void {
  attributes(element, { 'data-hint': hint, 'aria-description': hint });
}

/**
 * Gives a text a hint that the keyboard reaches too. It can have the focus then, where a screen reader tells a name only,
 * so that the text becomes its name.
 */
export function setTextHint(element: HTMLElement, hint: string | undefined, text = element.textContent): void {
  const isTold = hint !== undefined;
  setHint(element, hint);
  attributes(element, {
    tabindex: isTold ? '0' : undefined,
    role: isTold ? 'group' : undefined,
    'aria-label': isTold ? text : undefined,
  });
}

/** Shows the hints of all elements inside `root`, also of those that come later. */
export function showHints(root: HTMLElement, box: HoverBox): void {
  let shownFor: Element | undefined;
  const show = (element: Element | null): void => {
    const hint = element?.getAttribute('data-hint');
    if (!element || !hint) return;
    const { left, bottom, top } = element.getBoundingClientRect();
    box.show(el('p', 'hint', hint), { left, top, bottom });
    shownFor = element;
  };
  const hide = (): void => {
    if (shownFor) box.hide();
    shownFor = undefined;
  };
  const hinted = (event: Event): Element | null => (event.target as Element).closest('[data-hint]');
  root.addEventListener('pointerover', (event) => {
    const element = hinted(event);
    if (element === shownFor) return;
    hide();
    show(element);
  });
  root.addEventListener('pointerleave', hide);
  root.addEventListener('focusin', (event) => {
    const element = hinted(event);
    if (element?.matches(':focus-visible') === true) show(element);
  });
  root.addEventListener('focusout', hide);
  root.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') hide();
  });
  window.addEventListener('scroll', hide, { passive: true });
}
