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

  /** @param value The runtime's total, which only grows; NaN while it does not tell. */
  counted(value: number): void {
    this.isCounting = !Number.isNaN(value);
    if (!this.isCounting) return;
    this.hasStarted = true;
    this.total += Math.max(0, value - (this.last ?? 0));
    this.last = value;
  }

  /** The proxy saw so many more. */
  passed(tokens: number): void {
    if (this.isCounting) return;
    this.hasStarted = true;
    this.total += tokens;
  }

  /** Whether the total is the runtime's own. */
  get isCounted(): boolean {
    return this.isCounting;
  }
}
