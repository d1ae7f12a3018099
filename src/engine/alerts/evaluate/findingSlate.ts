import type { Unit } from '../../../protocol/metric';
import type { Severity } from '../../../protocol/rules/rule';
import type { Series } from '../../metrics/series';
import type { LeafPlan } from '../bind/rulePlan';
import type { Finding } from '../finding';
import { unitOf } from './unitOf';

/** The one finding that is written anew for each look. */
export class FindingSlate implements Finding {
  level: Severity | undefined;
  isUnknown = false;
  value: number | null = null;
  threshold: number | null = null;
  unit: Unit | null = null;
  readonly series: Series[] = [];
  readonly values: number[] = [];

  clear(): void {
    this.level = undefined;
    this.isUnknown = false;
    this.value = null;
    this.threshold = null;
    this.unit = null;
    this.series.length = 0;
    this.values.length = 0;
  }

  /** Adds what a leaf that decided came to; the first that measured something is the one that is told of. */
  add(plan: LeafPlan, series: Series | undefined, value: number, threshold: number): void {
    if (!series) return;
    if (this.value === null && !Number.isNaN(value) && plan.kind === 'compare') {
      this.value = value;
      this.threshold = Number.isNaN(threshold) ? null : threshold;
      this.unit = unitOf(series.metric, plan.spec.aggregation);
    }
    this.series.push(series);
    this.values.push(value);
  }
}
