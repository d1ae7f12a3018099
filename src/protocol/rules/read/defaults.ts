import type { Rule } from '../rule';

/** What a rule file need not say. */
export const defaults = {
  aggregation: 'avg',
  windowMs: 10_000,
  severity: 'warning',
  category: 'general',
  /** Samples without which a past is too short to compare with. */
  leastSamples: 60,
} as const satisfies { severity: Rule['severity'] } & Record<string, unknown>;
