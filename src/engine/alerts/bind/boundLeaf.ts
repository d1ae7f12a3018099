import type { Series } from '../../metrics/series';
import type { FigureSource } from '../../windows/rolling/figure';
import { Comparison } from './comparison';
import { labelsAgree } from './labelSets';
import type { Room } from './room';
import type { ComparePlan } from './rulePlan';

/** The series of one comparing leaf, and those of the metrics that its bounds name. */
export class BoundLeaf {
  private readonly comparisons = new Map<number, Comparison>();
  /** By slot. */
  private readonly others: readonly Map<number, Series>[];

  constructor(
    private readonly plan: ComparePlan,
    private readonly figures: FigureSource,
    private readonly room: Room,
  ) {
    this.others = plan.others.map(() => new Map<number, Series>());
  }

  get(series: Series): Comparison | undefined {
    return this.comparisons.get(series.id);
  }

  /** @returns whether there was room for all of its bounds too. */
  open(series: Series): { readonly comparison: Comparison; readonly isWhole: boolean } {
    const comparison = new Comparison(series, this.plan, this.figures);
    this.comparisons.set(series.id, comparison);
    let isWhole = true;
    this.others.forEach((others, slot) => {
      for (const other of others.values()) isWhole = this.pair(comparison, slot, other) && isWhole;
    });
    return { comparison, isWhole };
  }

  close(series: Series): void {
    const comparison = this.comparisons.get(series.id);
    if (!comparison) return;
    this.comparisons.delete(series.id);
    this.room.give(comparison.size);
    comparison.close();
  }

  /** @returns whether there was room for it everywhere. */
  openOther(slot: number, series: Series): boolean {
    this.others[slot]!.set(series.id, series);
    let isWhole = true;
    for (const comparison of this.comparisons.values()) isWhole = this.pair(comparison, slot, series) && isWhole;
    return isWhole;
  }

  closeOther(series: Series): void {
    this.others.forEach((others, slot) => {
      if (!others.delete(series.id)) return;
      for (const comparison of this.comparisons.values()) {
        if (!comparison.hasOther(slot, series)) continue;
        comparison.dropOther(slot, series);
        this.room.give(1);
      }
    });
  }

  closeAll(): void {
    for (const comparison of this.comparisons.values()) comparison.close();
    this.comparisons.clear();
  }

  private pair(comparison: Comparison, slot: number, other: Series): boolean {
    if (!labelsAgree(comparison.series.labels, other.labels) || comparison.hasOther(slot, other)) return true;
    if (!this.room.take(1)) return false;
    comparison.addOther(slot, other);
    return true;
  }
}
