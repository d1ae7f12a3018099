/** A queue that takes from the front without moving what is behind. */
export class Backlog<T> {
  private items: T[] = [];
  private at = 0;

  get first(): T | undefined {
    return this.items[this.at];
  }

  get isEmpty(): boolean {
    return this.at === this.items.length;
  }

  push(item: T): void {
    this.items.push(item);
  }

  drop(): void {
    this.at++;
    if (this.isEmpty) this.clear();
  }

  clear(): void {
    this.items = [];
    this.at = 0;
  }
}
