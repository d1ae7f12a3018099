/**
 * A total that only grows, fed with a counter that starts anew when its program does. The first value is where
 * counting starts, so the total says what happened since the monitor first looked.
 */
export class Counter {
  total = 0;
  /** Values that no counter can have: not a number, not finite, negative, or beyond 2^53. */
  badInputs = 0;
  private last: number | undefined;

  /** Whether a value was ever taken, so that `total` means something. */
  get hasStarted(): boolean {
    return this.last !== undefined;
  }

  /** Takes a reading and returns by how much the total grew. */
  take(value: number): number {
    if (!(value >= 0 && value <= Number.MAX_SAFE_INTEGER)) {
      this.badInputs++;
      return 0;
    }
    const from = this.last ?? value;
    this.last = value;
    const grown = value < from ? value : value - from;
    this.total += grown;
    return grown;
  }

  /** The program is known to have restarted: all of the next value is new, even if it is not smaller. */
  restarted(): void {
    if (this.last !== undefined) this.last = 0;
  }
}
