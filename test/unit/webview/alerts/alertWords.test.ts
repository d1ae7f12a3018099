import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'node:test';
import type { AlertInfo } from '../../../../src/protocol/alerts';
import { alertSummary } from '../../../../webview/dashboard/alerts/alertSummary';
import {
  beganText,
  labelsText,
  measuredText,
  momentText,
  nameOf,
  resolvedText,
  sinceText,
  stateText,
} from '../../../../webview/shared/alerts/alertWords';
import { FreshCriticals } from '../../../../webview/dashboard/alerts/freshCriticals';
import { byIncident } from '../../../../webview/dashboard/alerts/incidents';
import { spanText } from '../../../../webview/shared/span';
import { alertAt, noAlerts } from '../../../browser/busyAlerts';

const now = new Date(2026, 4, 28, 20, 26, 34).getTime();
const alert = (over: Partial<AlertInfo> = {}): AlertInfo => alertAt(now, { id: 'a', ...over });
const noOther = (): undefined => undefined;

describe('The words of an alert', () => {
  it('say for how long in at most two units', () => {
    const spans = [0, 999, 59_999, 60_000, 3_599_999, 3_600_000, 7_500_000, 86_400_000, 90_000_000];
    assert.deepEqual(
      spans.map((ms) => spanText(ms).replaceAll('\u00a0', ' ')),
      ['0 s', '0 s', '59 s', '1 min', '59 min', '1 h', '2 h 5 min', '1 d', '1 d 1 h'],
    );
    assert.equal(spanText(-5000), '0\u00a0s', 'clocks differ; nothing lasts less than nothing');
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e15, noNaN: true }), (ms) => /^[\d\u00a0a-z]+$/.test(spanText(ms))),
    );
  });

  it('count from when it fires, or while it is pending from when its condition holds', () => {
    assert.equal(sinceText(alert(), now), 'for 3\u00a0min');
    assert.equal(sinceText(alert({ state: 'pending', since: now - 20_000 }), now), 'for 20\u00a0s');
    assert.match(beganText(alert(), now), /hold at 20:18:34\. It fires since 20:23:34\./);
    assert.equal(momentText(now - 90_000_000, now), '27 May, 19:26:34');
  });

  it('give figures their units, and none where there is none', () => {
    assert.equal(measuredText(alert()), '92.4%, ends at 80.0%');
    assert.equal(measuredText(alert({ state: 'pending' })), '92.4%, threshold 80.0%');
    assert.equal(measuredText(alert({ value: 2 ** 33, threshold: null, unit: 'bytes' })), '8.00\u00a0GiB');
    assert.equal(measuredText(alert({ value: null })), 'no value, ends at 80.0%');
    assert.equal(measuredText(alert({ value: null, threshold: null, unit: null })), '');
    assert.equal(measuredText(alert({ value: 1.23456, threshold: 1, unit: null })), '1.235, ends at 1');
  });

  it('name it by its rule and its labels, in one order', () => {
    const labels = { runtime: 'llama', model: 'qwen' };
    assert.equal(labelsText(alert({ labels })), 'model qwen · runtime llama');
    assert.equal(nameOf(alert({ labels })), 'CPU busy for minutes, model qwen · runtime llama');
    assert.equal(nameOf(alert()), 'CPU busy for minutes');
  });

  it('say what somebody did about it', () => {
    const text = (over: Partial<AlertInfo>): string | undefined => stateText(alert(over), now, noOther);
    assert.equal(text({}), undefined);
    assert.equal(text({ state: 'pending' }), 'Pending: fires if it lasts');
    assert.equal(text({ state: 'pending', silencedUntil: 'resolved' }), 'Pending, silenced until resolved');
    assert.equal(text({ state: 'acknowledged', acknowledgedAt: now - 60_000 }), 'Acknowledged at 20:25:34');
    assert.equal(text({ state: 'silenced', silencedUntil: now + 3_600_000 }), 'Silenced until 21:26:34');
    assert.equal(text({ state: 'silenced', silencedUntil: 'resolved' }), 'Silenced until resolved');
    assert.equal(text({ inhibitedBy: 'b' }), 'Kept quiet by another alert');
    const inhibited = stateText(alert({ inhibitedBy: 'b' }), now, () => 'GPU full');
    assert.equal(inhibited, 'Kept quiet while “GPU full” is active');
  });

  it('say how it ended', () => {
    const resolved = alert({ state: 'resolved', resolvedAt: now - 60_000 });
    const plain = (text: string): string => text.replaceAll('\u00a0', ' ');
    assert.equal(plain(resolvedText(resolved, now)), 'Resolved 1 min ago after 2 min');
    const gone = { ...resolved, reason: 'Its rule was removed.' };
    assert.equal(plain(resolvedText(gone, now)), 'Resolved 1 min ago after 2 min: Its rule was removed.');
  });
});

describe('byIncident', () => {
  it('puts the alerts of an incident side by side and loses none', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('x', 'y', 'z')), (incidents) => {
        const alerts = incidents.map((incident, at) => alert({ id: String(at), incident }));
        const placed = byIncident(alerts);
        assert.deepEqual(new Set(placed.map((one) => one.alert)), new Set(alerts));
        const order = placed.map((one) => one.alert.incident).filter((incident, at, all) => incident !== all[at - 1]);
        assert.deepEqual(order, [...new Set(incidents)]);
        assert.equal(placed.filter(({ isFirst }) => isFirst).length, order.length);
        assert.equal(placed.filter(({ isLast }) => isLast).length, order.length);
        for (const { alert, together } of placed)
          assert.equal(together, incidents.filter((incident) => incident === alert.incident).length);
      }),
    );
  });
});

describe('alertSummary', () => {
  const summary = (...active: AlertInfo[]) => alertSummary({ ...noAlerts, active });

  it('says that all is well, or that nobody looks', () => {
    assert.equal(summary().text, 'No alerts · 18 rules');
    assert.equal(alertSummary({ ...noAlerts, rules: 1 }).text, 'No alerts · 1 rule');
    const off = alertSummary({ ...noAlerts, isEnabled: false });
    assert.equal(off.text, 'Alerts off');
    assert.match(off.hint, /wirthforge\.alerts\.enabled/);
  });

  it('counts what fires, and takes the colour of the worst that nobody has seen', () => {
    const some = summary(
      alert({ id: '1', severity: 'critical', state: 'acknowledged' }),
      alert({ id: '2' }),
      alert({ id: '3', severity: 'info' }),
      alert({ id: '4', severity: 'critical', inhibitedBy: '2' }),
      alert({ id: '5', state: 'pending' }),
    );
    assert.deepEqual([some.text, some.worst], ['4 alerts', 'warning']);
    assert.equal(
      some.hint,
      '1 warning · 1 info · 2 acknowledged, silenced or kept quiet · 1 pending. Shows the alerts.',
    );
    assert.equal(summary(alert({ state: 'silenced' })).worst, undefined);
    assert.equal(summary(alert({ state: 'pending' })).text, '1 pending · 18 rules');
  });
});

describe('FreshCriticals', () => {
  it('tells each once, and none of those that were there before', () => {
    const fresh = new FreshCriticals();
    const [one, two] = ['1', '2'].map((id) => alert({ id, severity: 'critical' }));
    assert.deepEqual(fresh.of([one!]), []);
    assert.deepEqual(fresh.of([one!, two!, alert({ id: '3' })]), [two]);
    assert.deepEqual(fresh.of([one!, two!]), []);
    assert.deepEqual(fresh.of([]), []);
    assert.deepEqual(fresh.of([one!]), [one], 'again, once it was resolved');
    assert.deepEqual(fresh.of([one!, alert({ id: '4', severity: 'critical', state: 'silenced' })]), []);
  });
});
