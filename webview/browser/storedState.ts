import type { PageView } from '../../src/protocol/feed/pagePaths';

const keyOf = (view: PageView): string => `wirthforge.${view}`;

/** What a page kept in this browser; undefined where there is nothing, or the browser keeps nothing. */
export function loadState(view: PageView): unknown {
  try {
    return JSON.parse(window.localStorage.getItem(keyOf(view)) ?? 'null') ?? undefined;
  } catch (error) {
    console.info(`What was chosen on this page before is not known: ${String(error)}`);
    return undefined;
  }
}

/** Keeps what was chosen on a page; what a browser refuses to keep is chosen anew the next time. */
export function saveState(view: PageView, state: unknown): void {
  try {
    window.localStorage.setItem(keyOf(view), JSON.stringify(state));
  } catch (error) {
    console.info(`What was chosen on this page is not kept: ${String(error)}`);
  }
}
