import type { Aggregation } from '../../../protocol/rules/rule';
import type { WindowStats } from '../../metrics/windowStats';
import { isAllZero } from './allZero';
import type { Figure, FigureSpec } from './figure';

/** A figure over so few samples that they are read when it is asked for; it keeps nothing. */
export class FastFigure implements Figure {
  private readonly aggregation: Aggregation;
  private readonly ignoresZero: boolean;

  constructor(
    { aggregation, ignoresZero = false }: FigureSpec,
    private readonly statsAt: (now: number) => WindowStats | undefined,
  ) {
    this.aggregation = aggregation;
    this.ignoresZero = ignoresZero;
  }

  value(now: number): number {
    return this.counted(now)?.[this.aggregation] ?? NaN;
  }

  samples(now: number): number {
    return this.counted(now)?.count ?? 0;
  }

  since(): number {
    return -Infinity;
  }

  private counted(now: number): WindowStats | undefined {
    const stats = this.statsAt(now);
    return this.ignoresZero && stats && isAllZero(stats) ? undefined : stats;
  }
}
