import type { Aggregation } from '../../../protocol/rules/rule';
import type { WindowStats } from '../../metrics/windowStats';
import type { Figure } from './figure';

/** A figure over so few samples that they are read when it is asked for; it keeps nothing. */
export class FastFigure implements Figure {
  constructor(
    private readonly aggregation: Aggregation,
    private readonly statsAt: (now: number) => WindowStats | undefined,
  ) {}

  value(now: number): number {
    return this.statsAt(now)?.[this.aggregation] ?? NaN;
  }

  samples(now: number): number {
    return this.statsAt(now)?.count ?? 0;
  }
}
