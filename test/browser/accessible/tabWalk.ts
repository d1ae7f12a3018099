import type { Page } from 'playwright-core';

/** A control that Tab came to. */
export interface TabStop {
  readonly name: string;
  /** What is wrong with it, or nothing. */
  readonly faults: readonly string[];
}

/** Far more than a page has; who needs so many steps is in a trap. */
const mostSteps = 400;

/** Goes with Tab from the first control of a page to its last, and back to the page. */
export async function tabWalk(page: Page): Promise<TabStop[]> {
  await page.evaluate(() => {
    window.scrollTo(0, 0);
    // Where Tab goes on from is where the focus was last.
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute('tabindex');
    for (const element of document.querySelectorAll('[data-walked]')) element.removeAttribute('data-walked');
  });
  const stops: TabStop[] = [];
  for (let step = 0; step < mostSteps; step++) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(lookAtFocus);
    if (!stop) return stops;
    stops.push(stop);
  }
  throw new Error(`Tab does not come to the end of the page in ${mostSteps} steps.`);
}

/** Runs in the page: what is wrong with where the focus is; undefined where it has left all controls. */
function lookAtFocus(): TabStop | undefined {
  const focused = document.activeElement;
  if (!(focused instanceof HTMLElement) || focused === document.body || focused.dataset['walked'] === 'last') return;
  const describe = ({ tagName, className, ariaLabel, textContent }: Element): string =>
    `${tagName.toLowerCase()}.${className} “${(ariaLabel ?? textContent).trim().slice(0, 50)}”`;
  const faults: string[] = [];
  const before = document.querySelector<HTMLElement>('[data-walked="last"]');
  before?.setAttribute('data-walked', 'yes');
  if (focused.dataset['walked'] === 'yes') faults.push('has had the focus already');
  focused.dataset['walked'] = 'last';

  const style = getComputedStyle(focused);
  const width = parseFloat(style.outlineWidth);
  if (!focused.matches(':focus-visible')) faults.push('does not show its focus');
  else if (style.outlineStyle === 'none' || width < 1 || style.outlineColor.endsWith(' 0)'))
    faults.push('has no outline');

  const rect = focused.getBoundingClientRect();
  const reach = width + parseFloat(style.outlineOffset);
  const ring = {
    left: rect.left - reach,
    right: rect.right + reach,
    top: rect.top - reach,
    bottom: rect.bottom + reach,
  };
  for (let box = focused.parentElement; box && box !== document.body; box = box.parentElement) {
    const { overflowX, overflowY } = getComputedStyle(box);
    const clip = box.getBoundingClientRect();
    const isCutX = overflowX !== 'visible' && (ring.left < clip.left - 0.5 || ring.right > clip.right + 0.5);
    const isCutY = overflowY !== 'visible' && (ring.top < clip.top - 0.5 || ring.bottom > clip.bottom + 0.5);
    if (isCutX || isCutY) faults.push(`its outline is cut by ${describe(box)}`);
  }
  const isSeenAt = (x: number, y: number): boolean => {
    const hit = document.elementFromPoint(x, y);
    return hit !== null && (focused.contains(hit) || hit.contains(focused));
  };
  const [x, y] = [(rect.left + rect.right) / 2, (rect.top + rect.bottom) / 2];
  if (!isSeenAt(x, Math.max(y, rect.top + 1)) && !isSeenAt(x, rect.top + 2) && !isSeenAt(x, rect.bottom - 2))
    faults.push(`is out of sight or behind something at ${Math.round(x)}, ${Math.round(y)}`);

  if (before?.isConnected === true) {
    if (!(before.compareDocumentPosition(focused) & Node.DOCUMENT_POSITION_FOLLOWING))
      faults.push(`comes after ${describe(before)}, which is behind it`);
    let shared: Element = before;
    while (!shared.contains(focused)) shared = shared.parentElement!;
    const partOf = (element: Element): DOMRect => {
      const part = [...shared.children].find((child) => child.contains(element));
      return (part ?? element).getBoundingClientRect();
    };
    const [one, next] = [partOf(before), partOf(focused)];
    const isAbove = next.bottom <= one.top + 1;
    const isLeftOf = next.right <= one.left + 1 && next.top < one.bottom - 1 && next.bottom > one.top + 1;
    const isPlaced = getComputedStyle(focused).position === 'absolute';
    if (!isPlaced && ((isAbove && next.left <= one.right) || isLeftOf))
      faults.push(`stands before ${describe(before)}`);
  }
  return { name: describe(focused), faults };
}

/** Controls that a screen reader can say nothing of, as the browser tells it of the page. */
export async function namelessControls(page: Page): Promise<string[]> {
  const client = await page.context().newCDPSession(page);
  const { nodes } = await client.send('Accessibility.getFullAXTree');
  await client.detach();
  return nodes.flatMap(({ ignored, role, name, properties }) => {
    const isFocusable = properties?.some(({ name: key, value }) => key === 'focusable' && value.value === true);
    const kind = String(role?.value);
    if (ignored || isFocusable !== true || kind === 'RootWebArea') return [];
    const isNamed = String(name?.value ?? '').trim() !== '';
    return isNamed && kind !== 'generic' ? [] : [`${kind} “${String(name?.value ?? '')}”`];
  });
}

/** Runs in the page: what Tab should come to and did not. */
export function unreached(): string[] {
  return [...document.querySelectorAll<HTMLElement>('button, input, select, textarea, summary, a[href], [tabindex]')]
    .filter((element) => element.tabIndex >= 0 && element.checkVisibility({ visibilityProperty: true }))
    .filter((element) => !element.matches(':disabled') && element.dataset['walked'] === undefined)
    .map(({ outerHTML }) => outerHTML.slice(0, 120));
}
