/** What stands for one item of a list. */
export interface Entry<T> {
  readonly root: HTMLElement;
  write(item: T): void;
  /** Called when its item is no longer in the list. */
  dispose?(): void;
}

const focusable = ':is(button, summary):not([hidden], [hidden] *, :disabled)';

/**
 * Elements that follow a list of items. The one of an item stays the same, and is not touched where it keeps its place,
 * so that focus, selection and what is unfolded survive. Focus in an entry that goes moves to the one in its place.
 */
export class KeyedList<T> {
  private readonly entries = new Map<string, Entry<T>>();
  private wanted: readonly T[] = [];
  private isWriting = false;

  /** @param focusLost Called where the focus was in the last entry, and none is left. */
  constructor(
    private readonly root: HTMLElement,
    private readonly keyOf: (item: T) => string,
    private readonly create: (item: T) => Entry<T>,
    private readonly focusLost: () => void,
  ) {}

  /** The element of an item; undefined for one that is not shown. */
  find(key: string): HTMLElement | undefined {
    return this.entries.get(key)?.root;
  }

  write(items: readonly T[]): void {
    this.wanted = items;
    // What has the focus tells its listeners in the midst of being taken out, and they may have something new to write.
    if (this.isWriting) return;
    this.isWriting = true;
    try {
      let written: readonly T[];
      do {
        written = this.wanted;
        this.follow(written);
      } while (written !== this.wanted);
    } finally {
      this.isWriting = false;
    }
  }

  private follow(items: readonly T[]): void {
    const { root } = this;
    const focused = document.activeElement;
    const placeOfFocus = this.placeOf(focused);
    this.dropAllBut(new Set(items.map(this.keyOf)));
    let place = root.firstElementChild;
    for (const item of items) {
      const entry = this.written(item);
      if (entry === place) place = place.nextElementSibling;
      else root.insertBefore(entry, place);
    }
    if (placeOfFocus >= 0 && focused instanceof HTMLElement) this.keepFocus(focused, placeOfFocus);
  }

  private placeOf(element: Element | null): number {
    return [...this.root.children].findIndex((child) => child.contains(element));
  }

  private keepFocus(focused: HTMLElement, before: number): void {
    const { children } = this.root;
    const own = this.placeOf(focused);
    if (own >= 0 && focused.checkVisibility()) {
      // What is moved loses it.
      if (focused !== document.activeElement) focused.focus({ preventScroll: true });
      return;
    }
    const near = children[own >= 0 ? own : Math.min(before, children.length - 1)];
    // What stands beside it does something like it.
    const beside = own >= 0 ? focused.parentElement?.querySelector<HTMLElement>(focusable) : undefined;
    const next = beside ?? near?.querySelector<HTMLElement>(focusable);
    if (next) next.focus({ preventScroll: true });
    else this.focusLost();
  }

  private dropAllBut(keys: ReadonlySet<string>): void {
    for (const [key, entry] of this.entries) {
      if (keys.has(key)) continue;
      entry.root.remove();
      this.entries.delete(key);
      entry.dispose?.();
    }
  }

  private written(item: T): HTMLElement {
    const key = this.keyOf(item);
    const entry = this.entries.get(key) ?? this.create(item);
    this.entries.set(key, entry);
    entry.write(item);
    return entry.root;
  }
}
