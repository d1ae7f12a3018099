import type { Disposable } from './disposable';

/** A value that may be read and watched, but not set. */
export interface Observed<T> {
  readonly value: T;
  /** Calls `listener` with each later value, until disposed. */
  onChange(listener: (value: T) => void): Disposable;
}

/** A value with one owner who sets it. Listeners are told in the order in which they came. */
export class Observable<T> implements Observed<T> {
  private readonly listeners = new Set<{ readonly tell: (value: T) => void }>();

  constructor(private current: T) {}

  get value(): T {
    return this.current;
  }

  set(value: T): void {
    if (value === this.current) return;
    this.current = value;
    for (const listener of this.listeners) listener.tell(value);
  }

  onChange(tell: (value: T) => void): Disposable {
    const listener = { tell };
    this.listeners.add(listener);
    return { dispose: () => void this.listeners.delete(listener) };
  }
}
