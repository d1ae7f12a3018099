import type { Advice } from '../../../protocol/alerts';
import type { Severity } from '../../../protocol/rules/rule';
import type { AlertChange } from '../change';
import type { Finding, Instance } from '../finding';

/** What a description may say of an alert besides what was found. */
export interface AlertMoment {
  readonly severity: Severity;
  /** When its condition began to hold, ms since 1970. */
  readonly since: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface Description {
  /** What is the matter, with figures and units, for people. */
  readonly message: string;
  readonly advice: readonly Advice[];
}

export interface AlertBookOptions {
  /** Least time between two notifications of an alert whose rule does not say, ms. */
  readonly cooldownMs: () => number;
  readonly describe: (instance: Instance, finding: Finding | undefined, moment: AlertMoment) => Description;
  /** Told every step, in order. */
  readonly changed: (change: AlertChange) => void;
}
