import type { Labels, Unit } from '../../protocol/metric';
import type { Rule, Severity } from '../../protocol/rules/rule';
import type { Series } from '../metrics/series';

/** A rule for one set of labels, for as long as the rule is in force. */
export interface Instance {
  readonly rule: Rule;
  readonly labels: Labels;
  /** The same for the same rule and labels, in every engine. */
  readonly id: string;
  /** At which severity the alert fires; its thresholds for clearing hold from there down. Written by the alert's life only. */
  held: Severity | undefined;
}

/** What looking at an instance brought. */
export interface Finding {
  /** The severity at which its condition holds; undefined: it holds at none. */
  readonly level: Severity | undefined;
  /** There was no data to tell. */
  readonly isUnknown: boolean;
  /** Of the comparison that decided; null where nothing is measured. */
  readonly value: number | null;
  readonly threshold: number | null;
  readonly unit: Unit | null;
  /** Series that decided, for templates and advice. */
  readonly series: readonly Series[];
  /** What was measured of each of `series`, in their order; NaN where nothing was. */
  readonly values?: readonly number[];
}
