/** Every type of event that the store takes. */
export const eventTypes = [
  'session.start',
  'session.end',
  'energy.update',
  'user.prompt',
  'model.request',
  'pattern.interference',
  'alert.pending',
  'alert.firing',
  'alert.acknowledged',
  'alert.silenced',
  'alert.escalated',
  'alert.resolved',
  'consent.granted',
  'consent.revoked',
  'export.started',
  'export.finished',
  'purge.finished',
  'config.changed',
  'health.heartbeat',
] as const;
export type EventType = (typeof eventTypes)[number];
