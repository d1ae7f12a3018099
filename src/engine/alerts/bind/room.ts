/** Instances of one rule; as many as series of one metric. */
export const mostInstances = 1000;
/** Series that one rule may look at, so that looking at one of its instances stays short. */
export const mostOfRule = 4000;
/** Series that all rules together may look at, so that no rule file can fill the memory. */
export const mostOfAll = 100_000;

/** Counts what rules look at, up to a limit of their own and one for all of them. */
export class Room {
  private used = 0;

  constructor(
    private readonly limit: number,
    private readonly around?: Room,
  ) {}

  /** Whether that much more fits; it is counted only then. */
  take(count: number): boolean {
    if (this.used + count > this.limit || this.around?.take(count) === false) return false;
    this.used += count;
    return true;
  }

  give(count: number): void {
    this.used -= count;
    this.around?.give(count);
  }

  giveAll(): void {
    this.give(this.used);
  }
}
