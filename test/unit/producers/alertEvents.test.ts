import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { AlertInfo } from '../../../src/protocol/alerts';
import { alertData } from '../../../src/engine/producers/alertData';
import { resolvedAlert } from '../../../src/engine/producers/resolvedAlert';
import type { StoreEvent } from '../../../src/engine/store/events/storeEvent';

const start = 1_700_000_000_000;

const over: AlertInfo = {
  id: '0123456789abcdef',
  rule: 'busy',
  name: 'Busy',
  category: 'machine',
  severity: 'critical',
  state: 'resolved',
  message: 'Too busy “{{value}}” \u001b[31m',
  labels: { model: 'a"b', mount: '/' },
  since: start - 90_000,
  firedAt: start - 60_000,
  resolvedAt: start,
  acknowledgedAt: start - 30_000,
  reason: 'Its rule was removed.',
  value: 93.5,
  threshold: 80,
  unit: 'percent',
  incident: '0123456789abcdef-x',
  advice: [],
};

function eventOf(alert: AlertInfo, more: object = {}): StoreEvent {
  const data = alertData({ type: 'alert.resolved', alert, instance: undefined, isNews: false, at: start });
  const written = JSON.parse(JSON.stringify({ ...data, ...more })) as StoreEvent['data'];
  return { session: 's', sequence: 1, timestamp: start, type: 'alert.resolved', data: written };
}

describe('an alert that is over', () => {
  it('is listed after a restart as it was before', () => {
    assert.deepEqual(resolvedAlert(eventOf(over)), over);
  });

  it('is listed with what is known of it where an older version wrote it down', () => {
    const { rule, id, severity, labels, value, threshold, message, firedAt } = over;
    const data = { rule, alert_id: id, severity, state: 'resolved', labels, value, threshold, message };
    const event: StoreEvent = { ...eventOf(over), data };
    assert.equal(resolvedAlert(event), undefined, 'nobody knows when it fired, or whether');
    const listed = resolvedAlert({ ...event, data: { ...data, fired_at: firedAt } });
    assert.deepEqual(
      [listed?.name, listed?.category, listed?.unit, listed?.incident, listed?.since],
      [rule, '', null, id, firedAt],
    );
  });

  it('is not what any other event tells of', () => {
    assert.equal(resolvedAlert({ ...eventOf(over), type: 'alert.firing' }), undefined);
    assert.equal(resolvedAlert(eventOf(over, { severity: 'loud' })), undefined);
  });

  it('is never made of what is no event, whatever that is', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(eventOf(over).data)), fc.jsonValue(), (key, value) => {
        const listed = resolvedAlert(eventOf(over, { [key]: value }));
        if (!listed) return;
        assert.equal(typeof listed.message, 'string');
        assert.ok(Number.isFinite(listed.since) && listed.firedAt !== undefined);
        assert.ok(Object.values(listed.labels).every((label) => typeof label === 'string'));
      }),
    );
  });
});
