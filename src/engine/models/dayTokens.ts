/** Tokens since midnight of the machine's own time, or since the first look where that was later. */
export class DayTokens {
  input = 0;
  output = 0;
  /** Milliseconds since 1970. */
  since: number;
  private nextMidnight: number;

  constructor(now: number) {
    this.since = now;
    this.nextMidnight = midnight(now, 1);
  }

  /** @param now Milliseconds since 1970. */
  add(now: number, input: number, output: number): void {
    this.turnPage(now);
    this.input += input;
    this.output += output;
  }

  turnPage(now: number): void {
    if (now < this.nextMidnight) return;
    this.since = midnight(now, 0);
    this.nextMidnight = midnight(now, 1);
    this.input = 0;
    this.output = 0;
  }
}

/** The midnight so many days after that of the day of `now`, ms since 1970; days may have 23 or 25 hours. */
function midnight(now: number, days: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime();
}
