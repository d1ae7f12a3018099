import type { Series } from '../../metrics/series';
import type { Figure, FigureSource } from '../../windows/rolling/figure';
import type { ComparePlan } from './rulePlan';

interface OtherFigure {
  readonly series: Series;
  readonly figure: Figure;
}

interface PastFigures {
  readonly middle: Figure;
  readonly spread: Figure | undefined;
}

const none: readonly never[] = [];

/** One series of a leaf with the figures that its comparison needs, open for as long as the rule looks at it. */
export class Comparison {
  readonly figure: Figure;
  readonly pasts: readonly PastFigures[];
  /** Of the metrics that bounds name, by slot: the series whose labels agree with this one's. */
  readonly others: readonly OtherFigure[][];

  constructor(
    readonly series: Series,
    private readonly plan: ComparePlan,
    private readonly figures: FigureSource,
  ) {
    this.figure = figures.open(series, plan.spec);
    this.pasts =
      plan.pasts.length === 0
        ? none
        : plan.pasts.map(({ middle, spread }) => ({
            middle: figures.open(series, middle),
            spread: spread && figures.open(series, spread),
          }));
    this.others = plan.others.length === 0 ? none : plan.others.map(() => []);
  }

  addOther(slot: number, series: Series): void {
    this.others[slot]!.push({ series, figure: this.figures.open(series, this.plan.others[slot]!.spec) });
  }

  hasOther(slot: number, series: Series): boolean {
    return this.others[slot]!.some((other) => other.series === series);
  }

  dropOther(slot: number, series: Series): void {
    const others = this.others[slot]!;
    others.splice(
      others.findIndex((other) => other.series === series),
      1,
    );
    this.figures.close(series, this.plan.others[slot]!.spec);
  }

  /** Gives its figures back. */
  close(): void {
    const { figures, plan, series } = this;
    figures.close(series, plan.spec);
    for (const { middle, spread } of plan.pasts) {
      figures.close(series, middle);
      if (spread) figures.close(series, spread);
    }
    this.others.forEach((others, slot) => {
      for (const other of others) figures.close(other.series, plan.others[slot]!.spec);
    });
  }

  /** How much room its bounds take. */
  get size(): number {
    return this.others.reduce((sum, others) => sum + others.length, 0);
  }
}
