/** Readings come some milliseconds early or late; this is still about a second. */
const windowMs = 900;
/** Marks closer than this add nothing to a window of a second. */
const markMs = 50;

/** Power over about the last second, from energy that is only known in steps. */
export class RecentPower {
  private readonly at: number[] = [];
  private readonly joules: number[] = [];

  /**
   * The power now that `joules` in all are accounted for, watts.
   * @param at Ms of the monotonic clock.
   * @param ms The length of the last step.
   * @param step Joules of the last step.
   */
  push(at: number, joules: number, ms: number, step: number): number {
    const marks = this.at;
    // What lies before a stretch that was left out says nothing about now.
    if (marks.length > 0 && at - ms - marks[marks.length - 1]! > 1) this.reset();
    if (marks.length === 0) this.mark(at - ms, joules - step);
    const isClose = marks.length > 1 && at - marks[marks.length - 2]! < markMs;
    if (isClose) this.unmark();
    this.mark(at, joules);
    while (marks.length > 2 && at - marks[1]! >= windowMs) {
      marks.shift();
      this.joules.shift();
    }
    return ((joules - this.joules[0]!) / (at - marks[0]!)) * 1000;
  }

  reset(): void {
    this.at.length = 0;
    this.joules.length = 0;
  }

  private mark(at: number, joules: number): void {
    this.at.push(at);
    this.joules.push(joules);
  }

  private unmark(): void {
    this.at.pop();
    this.joules.pop();
  }
}
