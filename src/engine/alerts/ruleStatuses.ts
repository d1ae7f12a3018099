import type { AlertInfo, RuleState, RuleStatus } from '../../protocol/alerts';
import type { Rule } from '../../protocol/rules/rule';

/** What evaluation knows of a rule in force. */
export interface WatchedRule {
  readonly instances: number;
  /** Why it cannot tell yet, for people; undefined where it can. */
  readonly waitsFor: string | undefined;
}

export interface RuleStatusOptions {
  readonly rules: readonly Rule[];
  /** By id of the rule; those that are off are missing. */
  readonly watched: ReadonlyMap<string, WatchedRule>;
  readonly active: readonly AlertInfo[];
  /** Milliseconds since 1970. */
  readonly lastFiredAt: (rule: string) => number | undefined;
  /** Why no rule is looked at, for people; undefined where they are. */
  readonly restsFor: string | undefined;
}

/** Where each rule stands. */
export function ruleStatuses({ rules, watched, active, lastFiredAt, restsFor }: RuleStatusOptions): RuleStatus[] {
  const states = new Map<string, RuleState>();
  for (const { rule, state } of active)
    if (states.get(rule) !== 'firing') states.set(rule, state === 'pending' ? 'pending' : 'firing');
  return rules.map(({ id, name, enabled }) => {
    const known = watched.get(id);
    const reason = restsFor ?? (enabled ? known?.waitsFor : undefined);
    const fired = lastFiredAt(id);
    return {
      id,
      name,
      state:
        states.get(id) ?? (restsFor !== undefined || !enabled ? 'off' : reason === undefined ? 'quiet' : 'waiting'),
      ...(reason === undefined ? {} : { reason }),
      instances: known?.instances ?? 0,
      ...(fired === undefined ? {} : { lastFiredAt: fired }),
    };
  });
}
