import { severityRank, type Rule, type Severity } from '../../../protocol/rules/rule';
import { leastFiringMs } from './restlessness';

interface Active {
  /** When its condition began to hold, ms since 1970. */
  readonly since: number;
  /** The severity at which it was last found to hold. */
  readonly level: Severity;
  /** Known from before a restart, and not found to hold or not since then; when that was, ms since 1970. */
  readonly restoredAt: number | undefined;
}

export interface Pending extends Active {
  readonly kind: 'pending';
  /** Since when nobody can tell whether its condition holds, ms since 1970. */
  readonly unknownSince: number | undefined;
}

export interface Firing extends Active {
  readonly kind: 'firing';
  readonly firedAt: number;
  /** It fires for at least so long, ms. */
  readonly leastMs: number;
  /** What it was raised to because nobody saw it. */
  readonly raised: Severity | undefined;
  readonly attention: Attention;
  /** Its condition holds no more, or nobody can tell, and it fires on for a while. */
  readonly ending: Ending | undefined;
}

export type Attention =
  | { readonly kind: 'unseen'; readonly since: number }
  | { readonly kind: 'acknowledged'; readonly at: number; readonly severity: Severity };

export interface Ending {
  readonly since: number;
  readonly isUnknown: boolean;
}

/** Where the life of an alert stands. One that is quiet, or resolved, has no phase. */
export type Phase = Pending | Firing;

/** What looking at an alert's condition brought; no level: it holds at none. */
export interface Sight {
  readonly level: Severity | undefined;
  readonly isUnknown: boolean;
}

export type Times = Pick<Rule, 'forMs' | 'keepFiringMs' | 'escalate'>;

/** After a restart, time for what is measured to come. */
const restoreMs = 30_000;
/** What is read more seldom than its window is long is unknown in between, which ends nothing at once, ms. */
export const unknownMs = 30_000;

/** The severity from which down an instance's thresholds for clearing hold; what escalation made of it is no matter of thresholds. */
export function heldIn(phase: Phase): Severity | undefined {
  return phase.kind === 'firing' ? phase.level : undefined;
}

export function severityOf(phase: Phase): Severity {
  return phase.kind === 'firing' && phase.raised !== undefined ? higher(phase.level, phase.raised) : phase.level;
}

/** The phase after a look at the condition; the same object where nothing changed, undefined where it is over. */
export function observed(phase: Phase | undefined, sight: Sight, times: Times, now: number): Phase | undefined {
  const { level, isUnknown } = sight;
  if (phase === undefined) return level === undefined ? undefined : begun(level, times, now);
  // The windows are empty after a restart: that there is nothing to tell by yet ends no alert.
  if (level === undefined && isUnknown && phase.restoredAt !== undefined) return phase;
  if (phase.kind === 'firing') return firingOn(phase, sight, times, now);
  if (level === undefined) return isUnknown ? doubtful(phase, now) : undefined;
  if (now - phase.since >= times.forMs) return fired(phase.since, level, now);
  const isSame = phase.level === level && phase.restoredAt === undefined && phase.unknownSince === undefined;
  return isSame ? phase : { ...phase, level, restoredAt: undefined, unknownSince: undefined };
}

/** The phase once time has passed without a look at the condition. */
export function passed(phase: Phase, { forMs, keepFiringMs }: Times, now: number): Phase | undefined {
  if (phase.restoredAt !== undefined && now - phase.restoredAt >= forMs + restoreMs) return undefined;
  return phase.kind === 'firing' && isOver(phase, keepFiringMs, now) ? undefined : phase;
}

function doubtful(phase: Pending, now: number): Pending | undefined {
  if (phase.unknownSince === undefined) return { ...phase, restoredAt: undefined, unknownSince: now };
  return now - phase.unknownSince >= unknownMs ? undefined : phase;
}

/** The phase once an alert that nobody saw was raised as its rule says. */
export function escalated(phase: Firing, { escalate }: Times, now: number): Firing {
  const { attention, ending } = phase;
  if (attention.kind !== 'unseen' || ending !== undefined) return phase;
  let next = phase;
  for (const { afterMs, severity } of escalate)
    if (now - attention.since >= afterMs && isHigher(severity, severityOf(next))) next = { ...next, raised: severity };
  return next;
}

export function acknowledged(phase: Firing, now: number): Firing {
  return { ...phase, attention: { kind: 'acknowledged', at: now, severity: severityOf(phase) } };
}

/** The time for which nobody saw it begins anew, such as at the end of a silence. */
export function unseenFrom(phase: Firing, now: number): Firing {
  return phase.attention.kind === 'unseen' ? { ...phase, attention: { kind: 'unseen', since: now } } : phase;
}

/** The phase on a clock that was set back: nothing of it lies in the future. */
export function rewound(phase: Phase, now: number): Phase {
  const back = (time: number): number => Math.min(time, now);
  const since = back(phase.since);
  const restoredAt = phase.restoredAt === undefined ? undefined : back(phase.restoredAt);
  if (phase.kind === 'pending')
    return { ...phase, since, restoredAt, unknownSince: phase.unknownSince && back(phase.unknownSince) };
  const { attention, ending } = phase;
  return {
    ...phase,
    since,
    restoredAt,
    firedAt: back(phase.firedAt),
    attention:
      attention.kind === 'unseen'
        ? { kind: 'unseen', since: back(attention.since) }
        : { ...attention, at: back(attention.at) },
    ending: ending && { ...ending, since: back(ending.since) },
  };
}

export function isHigher(one: Severity, other: Severity): boolean {
  return severityRank(one) > severityRank(other);
}

function begun(level: Severity, { forMs }: Times, now: number): Phase {
  if (forMs <= 0) return fired(now, level, now);
  return { kind: 'pending', since: now, level, restoredAt: undefined, unknownSince: undefined };
}

function fired(since: number, level: Severity, now: number): Firing {
  const attention = { kind: 'unseen', since: now } as const;
  return {
    kind: 'firing',
    since,
    level,
    restoredAt: undefined,
    firedAt: now,
    leastMs: leastFiringMs,
    raised: undefined,
    attention,
    ending: undefined,
  };
}

function firingOn(phase: Firing, { level, isUnknown }: Sight, times: Times, now: number): Firing | undefined {
  const { ending, restoredAt } = phase;
  if (level === undefined) {
    const next = {
      ...phase,
      restoredAt: undefined,
      ending: { since: ending?.since ?? now, isUnknown },
    };
    return isOver(next, times.keepFiringMs, now) ? undefined : next;
  }
  if (level === phase.level && ending === undefined && restoredAt === undefined) return phase;
  const raised = phase.raised ?? raisedBefore(phase, level, times, now);
  return attentive({ ...phase, level, restoredAt: undefined, raised, ending: undefined }, now);
}

/** What is known from before a restart is only the severity; whether escalation had led to it, the rule tells. */
function raisedBefore(phase: Firing, level: Severity, { escalate }: Times, now: number): Severity | undefined {
  if (phase.restoredAt === undefined || !isHigher(phase.level, level)) return undefined;
  const step = escalate.find(({ severity, afterMs }) => severity === phase.level && now - phase.firedAt >= afterMs);
  return step?.severity;
}

/** Who acknowledged it has not seen that it became worse. */
function attentive(phase: Firing, now: number): Firing {
  const { attention } = phase;
  if (attention.kind === 'unseen' || !isHigher(severityOf(phase), attention.severity)) return phase;
  return { ...phase, attention: { kind: 'unseen', since: now } };
}

function isOver({ ending, firedAt, leastMs }: Firing, keepFiringMs: number, now: number): boolean {
  if (ending === undefined) return false;
  const patienceMs = ending.isUnknown ? Math.max(keepFiringMs, unknownMs) : keepFiringMs;
  return now - ending.since >= patienceMs && now - firedAt >= leastMs;
}

function higher(one: Severity, other: Severity): Severity {
  return isHigher(one, other) ? one : other;
}
