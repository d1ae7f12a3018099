import type { ModelActivity } from '../../protocol/requests';

/** What a model had done of a day before the monitor was started anew, as it was recorded. */
export interface EarlierTokens {
  /** Midnight of that day, ms since 1970. */
  readonly from: number;
  readonly input: number;
  readonly output: number;
  readonly isEstimated: boolean;
}

/** A day in which clocks are set back has 25 hours. */
const longestDayMs = 26 * 3_600_000;

/** Tokens since midnight of the machine's own time, or since the first look where that was later. */
export class DayTokens {
  input = 0;
  output = 0;
  /** Milliseconds since 1970. */
  since: number;
  /** Whether some of them were recorded before, and are no measured figure. */
  isEstimated = false;
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

  /**
   * Goes on from what was recorded of the same day. A monitor that takes over from another may have counted a part of
   * it too, so that the larger figure holds and not the sum.
   */
  goOnFrom({ from, input, output, isEstimated }: EarlierTokens, now: number): void {
    this.turnPage(now);
    if (from !== midnight(now, 0) || (input <= this.input && output <= this.output)) return;
    this.input = Math.max(this.input, input);
    this.output = Math.max(this.output, output);
    this.since = from;
    this.isEstimated = isEstimated;
  }

  /** As it is shown. */
  told(): NonNullable<ModelActivity['today']> {
    const { input, output, since, isEstimated } = this;
    return { input, output, since, ...(isEstimated ? { isEstimated } : {}) };
  }

  turnPage(now: number): void {
    // A midnight that is days away was set while the clock was wrong.
    if (now < this.nextMidnight && this.nextMidnight - now <= longestDayMs) return;
    this.since = midnight(now, 0);
    this.nextMidnight = midnight(now, 1);
    this.input = 0;
    this.output = 0;
    this.isEstimated = false;
  }
}

/** The midnight so many days after that of the day of `now`, ms since 1970; days may have 23 or 25 hours. */
function midnight(now: number, days: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime();
}
