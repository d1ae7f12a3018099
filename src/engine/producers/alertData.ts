import type { AlertChange } from '../alerts/change';
import type { EventData } from '../store/events/eventSchemas';

/** What an alert's step looks like as an event. */
export function alertData({ alert }: AlertChange): EventData['alert.firing'] {
  const { silencedUntil } = alert;
  return {
    rule: alert.rule,
    alert_id: alert.id,
    severity: alert.severity,
    state: alert.state,
    labels: alert.labels,
    value: alert.value,
    threshold: alert.threshold,
    message: alert.message,
    name: alert.name,
    category: alert.category,
    unit: alert.unit,
    incident: alert.incident,
    since: alert.since,
    ...(alert.firedAt === undefined ? {} : { fired_at: alert.firedAt }),
    ...(alert.acknowledgedAt === undefined ? {} : { acknowledged_at: alert.acknowledgedAt }),
    ...(silencedUntil === undefined ? {} : { until: silencedUntil === 'resolved' ? null : silencedUntil }),
    ...(alert.reason === undefined ? {} : { reason: alert.reason }),
  };
}
