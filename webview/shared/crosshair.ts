/** The time that the user looks at, the same in all charts. */
export class Crosshair {
  /** Milliseconds since 1970; undefined while nobody looks. */
  time: number | undefined;
  private where: (() => number | undefined) | undefined;
  private frame: number | undefined;
  private readonly watchers: (() => void)[] = [];

  /** Calls back in the next frame after a change, however many there were. */
  onChange(changed: () => void): void {
    this.watchers.push(changed);
  }

  /** @param where Tells the time that is looked at; asked again when the charts have moved on. */
  look(where: () => number | undefined): void {
    this.where = where;
    this.changed();
  }

  leave(): void {
    this.where = undefined;
    this.changed();
  }

  /** Call before the charts are drawn for another stretch of time. */
  refresh(): void {
    this.time = this.where?.();
  }

  private changed(): void {
    this.refresh();
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      for (const watcher of this.watchers) watcher();
    });
  }
}
