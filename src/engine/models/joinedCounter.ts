/**
 * A total that two observers know of: the runtime's own counter, which knows every request, and the proxy, which knows
 * those that pass through it. While the runtime counts, the total follows it alone, so nothing is counted twice.
 */
export class JoinedCounter {
  total = 0;
  /** Whether either of them ever told something. */
  hasStarted = false;
  private last: number | undefined;
  private isCounting = false;
  /** Seen by the proxy, of requests that broke off: the runtime counts them at its next reading, if it still runs. */
  private inDoubt = 0;

  /** @param value The runtime's total, which only grows; NaN while it does not tell. */
  counted(value: number): void {
    this.isCounting = !Number.isNaN(value);
    if (!this.isCounting) return;
    // What the proxy saw before the runtime was read is in its first reading too.
    const from = this.last ?? (this.hasStarted ? value : 0);
    this.hasStarted = true;
    this.inDoubt = 0;
    this.total += Math.max(0, value - from);
    this.last = value;
  }

  /** The proxy saw so many more. */
  passed(tokens: number): void {
    if (this.isCounting) return;
    this.hasStarted = true;
    this.total += tokens;
  }

  /** The proxy saw so many of a request that broke off. */
  brokeOff(tokens: number): void {
    if (this.isCounting) this.inDoubt += tokens;
    else this.passed(tokens);
  }

  /** The runtime is gone, and with it what it had not told. */
  lost(): void {
    this.total += this.inDoubt;
    this.inDoubt = 0;
  }

  /** Whether the total is the runtime's own. */
  get isCounted(): boolean {
    return this.isCounting;
  }
}
