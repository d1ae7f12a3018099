import { units } from '../../protocol/metric';
import type { AlertInfo } from '../../protocol/alerts';
import { severities } from '../../protocol/rules/rule';
import { knownEvent } from '../store/events/knownEvent';
import type { StoreEvent } from '../store/events/storeEvent';

/** An alert that is over, as its last event tells of it; undefined for any other event, and for one that never fired. */
export function resolvedAlert(event: StoreEvent): AlertInfo | undefined {
  const known = knownEvent(event);
  if (!('event' in known) || known.event.type !== 'alert.resolved') return undefined;
  const { data } = known.event;
  const severity = severities.find((each) => each === data.severity);
  if (severity === undefined || data.fired_at === undefined) return undefined;
  return {
    id: data.alert_id,
    rule: data.rule,
    name: data.name ?? data.rule,
    category: data.category ?? '',
    severity,
    state: 'resolved',
    message: data.message,
    labels: data.labels,
    since: data.since ?? data.fired_at,
    firedAt: data.fired_at,
    resolvedAt: event.timestamp,
    ...(data.acknowledged_at === undefined ? {} : { acknowledgedAt: data.acknowledged_at }),
    ...(data.reason === undefined ? {} : { reason: data.reason }),
    value: data.value,
    threshold: data.threshold,
    unit: units.find((each) => each === data.unit) ?? null,
    incident: data.incident ?? data.alert_id,
    advice: [],
  };
}
