import { severities, type Severity } from '../../../protocol/rules/rule';
import { units, type Unit } from '../../../protocol/metric';
import type { ActiveAlert } from '../../store/events/carriedState';
import type { Alert } from './alert';
import { unknownMs, type Attention, type Phase } from './phase';
import { leastFiringMs } from './restlessness';

/**
 * An alert as the store knows it from before a restart or a change of leader. It goes on as it was; one that was
 * pending begins anew where nobody looked for longer than it may be unknown.
 * @param gapMs For how long nobody looked, ms.
 */
export function restoredAlert(id: string, stored: ActiveAlert, now: number, gapMs: number): Alert {
  const severity = severityFrom(stored.severity);
  const { rule, name = rule, category = '', labels, message, value, threshold, incident = id } = stored;
  return {
    id,
    rule,
    name,
    category,
    labels,
    instance: undefined,
    phase: phaseOf(stored, severity, now, gapMs),
    message,
    advice: [],
    value,
    threshold,
    unit: unitFrom(stored.unit),
    describedAt: -Infinity,
    incident,
    inhibitedBy: undefined,
    // One that was pending is news once it fires.
    told: stored.state === 'pending' ? undefined : severity,
    isRecorded: true,
  };
}

function phaseOf(stored: ActiveAlert, level: Severity, now: number, gapMs: number): Phase {
  const since = Math.min(stored.since, now);
  if (stored.state === 'pending')
    return {
      kind: 'pending',
      since: gapMs < unknownMs ? since : now,
      level,
      restoredAt: now,
      unknownSince: undefined,
    };
  const firedAt = Math.min(stored.fired_at ?? since, now);
  const { acknowledged_at: at } = stored;
  const attention: Attention =
    at === undefined
      ? { kind: 'unseen', since: firedAt }
      : { kind: 'acknowledged', at: Math.min(at, now), severity: level };
  return {
    kind: 'firing',
    since,
    level,
    restoredAt: now,
    firedAt,
    leastMs: leastFiringMs,
    raised: undefined,
    attention,
    ending: undefined,
  };
}

function severityFrom(text: string): Severity {
  return severities.find((severity) => severity === text) ?? 'warning';
}

function unitFrom(text: string | null | undefined): Unit | null {
  return units.find((unit) => unit === text) ?? null;
}
