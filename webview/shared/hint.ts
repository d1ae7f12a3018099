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
  let shown: { readonly element: Element; readonly text: HTMLElement } | undefined;
  const show = (element: Element | null): void => {
    const hint = element?.getAttribute('data-hint');
    if (!element || !hint) return;
    const text = el('p', 'hint', hint);
    box.show(text, element.getBoundingClientRect());
    shown = { element, text };
    changes.observe(root, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-hint'] });
  };
  const hide = (): void => {
    changes.disconnect();
    if (shown && box.shows(shown.text)) box.hide();
    shown = undefined;
  };
  // What is pointed at is written anew while it is, or goes.
  const changes = new MutationObserver(() => {
    if (!shown || !box.shows(shown.text)) return;
    const { element, text } = shown;
    const hint = element.isConnected ? element.getAttribute('data-hint') : null;
    if (hint === text.textContent) return;
    hide();
    if (hint !== null) show(element);
  });
  // The browser scrolls to what the keyboard reaches, and lists keep their place while they grow: the hint goes along.
  const scrolled = (event: Event): void => {
    if (!shown || !box.shows(shown.text)) return;
    const { element, text } = shown;
    if (!(event.target as Node).contains(element)) return;
    const place = element.getBoundingClientRect();
    const isInSight = place.bottom > 0 && place.top < document.documentElement.clientHeight;
    const isKept = event.target !== document || element.matches(':focus-visible');
    if (isInSight && isKept) box.show(text, place);
    else hide();
  };
  const hinted = (event: Event): Element | null => (event.target as Element).closest('[data-hint]');
  root.addEventListener('pointerover', (event) => {
    const element = hinted(event);
    if (element === shown?.element) return;
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
  window.addEventListener('scroll', scrolled, { passive: true, capture: true });
}
