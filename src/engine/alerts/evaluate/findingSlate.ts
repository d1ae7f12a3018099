import type { Unit } from '../../../protocol/metric';
import type { Severity } from '../../../protocol/rules/rule';
import type { Series } from '../../metrics/series';
import type { LeafPlan } from '../bind/rulePlan';
import type { Finding } from '../finding';
import { unitOf } from './unitOf';

/**
 * The one finding that all looks share. What was measured is put together only when somebody asks, since most looks
 * find that nothing is the matter.
 */
export class FindingSlate implements Finding {
  level: Severity | undefined;
  isUnknown = false;
  private isTold = false;
  private measured: number | null = null;
  private bound: number | null = null;
  private measuredIn: Unit | null = null;
  private readonly deciders: Series[] = [];
  private readonly figures: number[] = [];

  /** @param tell Calls `add` for each leaf that decided. */
  constructor(private readonly tell: () => void) {}

  get value(): number | null {
    this.ask();
    return this.measured;
  }

  get threshold(): number | null {
    this.ask();
    return this.bound;
  }

  get unit(): Unit | null {
    this.ask();
    return this.measuredIn;
  }

  get series(): readonly Series[] {
    this.ask();
    return this.deciders;
  }

  get values(): readonly number[] {
    this.ask();
    return this.figures;
  }

  clear(): void {
    this.level = undefined;
    this.isUnknown = false;
    this.isTold = false;
  }

  /** Adds what a leaf that decided came to; the first that measured something is the one that is told of. */
  add(plan: LeafPlan, series: Series | undefined, value: number, threshold: number): void {
    if (!series) return;
    if (this.measured === null && !Number.isNaN(value) && plan.kind === 'compare') {
      this.measured = value;
      this.bound = Number.isNaN(threshold) ? null : threshold;
      this.measuredIn = unitOf(series.metric, plan.spec.aggregation);
    }
    this.deciders.push(series);
    this.figures.push(value);
  }

  private ask(): void {
    if (this.isTold) return;
    this.isTold = true;
    this.measured = null;
    this.bound = null;
    this.measuredIn = null;
    this.deciders.length = 0;
    this.figures.length = 0;
    this.tell();
  }
}
