import { HistoryRefusal } from './historyRefusal';

/** How many points an answer may still get, so that reading ends where the answer becomes too large. */
export class PointBudget {
  private spent = 0;
  private series = 0;

  /** @param spanMs About how much time the answer covers, to say which step would do. */
  constructor(
    private readonly mostPoints: number,
    private readonly stepMs: number,
    private readonly spanMs: number,
  ) {}

  addSeries(): void {
    this.series++;
  }

  /** @throws HistoryRefusal when the answer would have more points than it may. */
  spend(points: number): void {
    this.spent += points;
    if (this.spent <= this.mostPoints) return;
    // Half of what is allowed, since series may appear that were not seen yet.
    const needed = (this.spanMs * this.series) / (this.mostPoints / 2);
    const enough = Math.max(1000, 2 * this.stepMs, Math.ceil(needed / 1000) * 1000);
    throw new HistoryRefusal(
      `One answer holds at most ${this.mostPoints} points of all its series together, and this would be more. ` +
        `Give a step of ${enough} ms or more, a shorter range or fewer series.`,
    );
  }
}
