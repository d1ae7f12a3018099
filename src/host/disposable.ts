/** Something that can be let go. Doing so twice is harmless. */
export interface Disposable {
  dispose(): void;
}

/** Lets go of what it was given, last first. What arrives after that is let go at once, so nothing slips through. */
export class DisposableStore implements Disposable {
  private readonly items: Disposable[] = [];
  private disposed = false;

  add<T extends Disposable>(item: T): T {
    if (this.disposed) item.dispose();
    else this.items.push(item);
    return item;
  }

  /** @throws AggregateError after all were let go, if some of them threw. */
  dispose(): void {
    this.disposed = true;
    const errors: unknown[] = [];
    for (let item = this.items.pop(); item; item = this.items.pop()) {
      try {
        item.dispose();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw new AggregateError(errors, 'Some parts could not be let go.');
  }
}

/** Holds at most one thing and lets go of it when another takes its place. */
export class DisposableSlot implements Disposable {
  private item: Disposable | undefined;
  private disposed = false;

  get isEmpty(): boolean {
    return this.item === undefined;
  }

  set(item: Disposable): void {
    this.clear();
    if (this.disposed) item.dispose();
    else this.item = item;
  }

  clear(): void {
    const old = this.item;
    this.item = undefined;
    old?.dispose();
  }

  dispose(): void {
    this.disposed = true;
    this.clear();
  }
}
