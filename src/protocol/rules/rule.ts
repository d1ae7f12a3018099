import type { Labels } from '../metric';
import type { SettingKey } from '../settings';

export const severities = ['info', 'warning', 'critical'] as const;
export type Severity = (typeof severities)[number];

export const operators = ['>', '>=', '<', '<=', '==', '!=', 'between', 'outside'] as const;
export type Operator = (typeof operators)[number];

/** What can be made of the samples of a window. `rate` is the change per second. */
export const aggregations = [
  'avg',
  'min',
  'max',
  'last',
  'sum',
  'count',
  'rate',
  'change',
  'stddev',
  'p50',
  'p95',
  'p99',
] as const;
export type Aggregation = (typeof aggregations)[number];

/** Series of a metric, or of several: a name with `*` for any part. */
export interface Selector {
  readonly metric: string;
  /** By name of the label, the value it must have, with `*` for any part; a leading `!` turns the sense around. */
  readonly labels: Labels;
}

/** A figure made of the samples of a rolling window. */
export interface Measure {
  readonly selector: Selector;
  readonly aggregation: Aggregation;
  /** 1,000 to 86,400,000. */
  readonly windowMs: number;
  /** Seconds in which every sample is 0 do not count, as of a model that rests; nor do they in the baseline. */
  readonly ignoresZero?: boolean;
}

/** What a measure is compared with. A bound that is not known makes its comparison unknown, never true. */
export type Bound =
  | { readonly kind: 'number'; readonly value: number }
  /** For `between` and `outside`; both ends belong to `between`. */
  | { readonly kind: 'range'; readonly low: number; readonly high: number }
  /** The user's own figure; 0 or nothing: not set, and so not known. */
  | { readonly kind: 'setting'; readonly key: SettingKey }
  /** Another metric, of the series whose labels agree: `factor * measure + plus`. */
  | { readonly kind: 'metric'; readonly measure: Measure; readonly factor: number; readonly plus: number }
  /**
   * The same series' own past, `windowMs` long, that ended `offsetMs` ago: `factor * aggregation`, or with
   * `deviations` its mean plus so many standard deviations. Unknown with fewer samples than `leastSamples`.
   */
  | {
      readonly kind: 'baseline';
      readonly windowMs: number;
      readonly offsetMs: number;
      readonly aggregation: Aggregation;
      readonly factor: number;
      readonly deviations?: number;
      readonly leastSamples: number;
    };

/** One for all severities, or one for each of two. */
export type Levels<T> = { readonly one: T } | { readonly warning: T; readonly critical: T };

export type Condition =
  | {
      readonly kind: 'compare';
      readonly measure: Measure;
      readonly operator: Operator;
      readonly bounds: Levels<Bound>;
      /** What holds in place of `bounds` once the alert fires, so that it does not flap. */
      readonly clear?: Levels<Bound>;
    }
  /** No sample for that long. */
  | { readonly kind: 'absent'; readonly selector: Selector; readonly forMs: number }
  | { readonly kind: 'all'; readonly conditions: readonly Condition[] }
  | { readonly kind: 'any'; readonly conditions: readonly Condition[] }
  /** None of them. */
  | { readonly kind: 'none'; readonly conditions: readonly Condition[] };

export type Action =
  | {
      readonly type: 'notify.toast';
      /** Chooses the kind of notification; undefined: the alert's severity. */
      readonly level?: Severity;
      readonly message?: string;
      /** How long it stays where we draw it ourselves; undefined: until it is closed. */
      readonly durationMs?: number;
    }
  | { readonly type: 'notify.sound' }
  | { readonly type: 'log.audit'; readonly category: string; readonly message?: string }
  | {
      readonly type: 'suggest.mitigation' | 'suggest.diagnostic';
      /** What the suggestion is about, such as `memory_optimization`. */
      readonly target: string;
      readonly message?: string;
    }
  /** A command of VS Code; run only once the user has allowed it for this rule. */
  | { readonly type: 'run.command'; readonly command: string; readonly args: readonly (string | number | boolean)[] };

export interface Escalation {
  /** Time for which the alert fires without being acknowledged. */
  readonly afterMs: number;
  readonly severity: Severity;
}

/** A rule as the engine reads it: every form of the file is brought to this one, and everything is within bounds. */
export interface Rule {
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
  /** Where the condition has two levels, they say the severity instead. */
  readonly severity: Severity;
  readonly category: string;
  readonly description?: string;
  readonly condition: Condition;
  /** How long the condition must hold before the alert fires. */
  readonly forMs: number;
  /** How long the alert goes on once the condition holds no more. */
  readonly keepFiringMs: number;
  /** Least time between two notifications of the same alert; undefined: the setting `alerts.defaultCooldownMs`. */
  readonly cooldownMs?: number;
  /** In the order of their times. */
  readonly escalate: readonly Escalation[];
  readonly labels: Labels;
  /** Alerts that stay quiet while this one fires: ids with `*`, where the named labels are equal. */
  readonly inhibits: readonly { readonly rules: string; readonly equal: readonly string[] }[];
  readonly actions: readonly Action[];
}

export function severityRank(severity: Severity): number {
  return severities.indexOf(severity);
}
