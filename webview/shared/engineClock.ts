/** What time it is where the samples are taken, which may be another machine with another clock. */
export class EngineClock {
  private aheadMs = 0;

  /** @param local The clock of this machine, ms since 1970. */
  constructor(private readonly local: () => number = Date.now) {}

  /** @param newest Time of a sample that has just come, ms since 1970; 0 without any. */
  heard(newest: number): void {
    if (newest > 0) this.aheadMs = newest - this.local();
  }

  /** Milliseconds since 1970. Goes on while no samples come. */
  now(): number {
    return this.local() + this.aheadMs;
  }
}
