import type { SeriesState } from '../../storedSeries';

/** How good the values of one series were in one session, by time. */
export class SeriesStates {
  private readonly states: SeriesState[] = [];
  private isSorted = true;

  add(state: SeriesState): void {
    this.states.push(state);
    this.isSorted = false;
  }

  /** The state at a moment: the last one that began by then, else the first one that is known. */
  at(time: number): SeriesState | undefined {
    const next = this.after(time);
    return this.sorted()[Math.max(0, next - 1)];
  }

  /** When the state at `time` is replaced by the next, ms since 1970; infinite for the last one. */
  until(time: number): number {
    return this.sorted()[this.after(time)]?.since ?? Infinity;
  }

  /** Number of the first state that began after a moment. */
  private after(time: number): number {
    const states = this.sorted();
    let low = 0;
    let high = states.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (states[middle]!.since <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private sorted(): readonly SeriesState[] {
    if (!this.isSorted) this.states.sort((a, b) => a.since - b.since);
    this.isSorted = true;
    return this.states;
  }
}
