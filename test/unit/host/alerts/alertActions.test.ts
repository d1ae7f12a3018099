import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import fc from 'fast-check';
import { AlertActions } from '../../../../src/host/alerts/alertActions';
import { targetOf } from '../../../../src/host/alerts/alertTarget';
import { alertWith, alertsWith, now } from '../../../support/alertsTold';
import { FakeAlertEngine } from '../../../support/fakeAlertEngine';
import { fake } from '../../../support/fakeVscode';

const minute = 60_000;

describe('AlertActions', () => {
  let engine: FakeAlertEngine;
  let actions: AlertActions;

  beforeEach(() => {
    fake.reset();
    engine = new FakeAlertEngine();
    engine.alerts.set(
      alertsWith({
        active: [
          alertWith({ id: 'a', name: 'CPU busy' }),
          alertWith({ id: 'b', name: 'Disk full', rule: 'disk', labels: { mount: '/home' } }),
          alertWith({ id: 'k', name: 'Memory', rule: 'memory', state: 'acknowledged' }),
          alertWith({ id: 's', name: 'GPU', rule: 'gpu', state: 'silenced' }),
          alertWith({ id: 'p', name: 'Soon', state: 'pending' }),
        ],
        silences: [
          { alert: 's', rule: 'gpu', labels: {}, until: 'resolved' },
          { alert: 'q', rule: 'net', labels: {}, until: 'resolved' },
        ],
      }),
    );
    actions = new AlertActions({ engine, now: () => now });
  });

  it('acknowledge the alert that was named, or every firing one of an incident', async () => {
    await actions.acknowledge('a');
    await actions.acknowledge({
      kind: 'incident',
      children: [{ alert: alertWith({ id: 'b' }) }, { alert: alertWith({ id: 'k' }) }],
    });
    assert.deepEqual(engine.commands, [
      { kind: 'acknowledge', alert: 'a' },
      { kind: 'acknowledge', alert: 'b' },
    ]);
    assert.deepEqual(fake.lists, []);
  });

  it('ask where nothing says which alert, and list only those that fit', async () => {
    fake.picks.push('$(warning) Disk full');
    await actions.acknowledge(undefined);
    assert.deepEqual(
      fake.lists[0]!.map(({ label, description }) => [label, description]),
      [
        ['$(warning) CPU busy', 'firing since 14:02'],
        ['$(warning) Disk full', 'mount=/home · firing since 14:02'],
      ],
    );
    assert.deepEqual(engine.commands, [{ kind: 'acknowledge', alert: 'b' }]);
    await actions.acknowledge(undefined);
    assert.equal(engine.commands.length, 1, 'closing the list does nothing');
  });

  it('ask among the alerts of a rule that was named', async () => {
    fake.picks.push('$(warning) Disk full');
    await actions.acknowledge({ rule: 'disk' });
    assert.equal(fake.lists[0]!.length, 1);
    assert.deepEqual(engine.commands, [{ kind: 'acknowledge', alert: 'b' }]);
  });

  for (const [label, until] of [
    ['15 min', now + 15 * minute],
    ['1 h', now + 60 * minute],
    ['8 h', now + 480 * minute],
    ['Until it is over', 'resolved'],
  ] as const)
    it(`silence for ${label}`, async () => {
      fake.picks.push(label);
      await actions.silence({ kind: 'alert', alert: alertWith({ id: 'k' }) });
      assert.deepEqual(engine.commands, [{ kind: 'silence', alert: 'k', until }]);
    });

  it('do not silence once the question for how long was closed', async () => {
    await actions.silence('a');
    assert.deepEqual(engine.commands, []);
  });

  it('end the silence of an alert, whether it fires or not', async () => {
    await actions.unsilence({ kind: 'silence', silence: { alert: 'q', rule: 'net' } });
    await actions.unsilence({ kind: 'alert', alert: alertWith({ id: 's' }) });
    fake.picks.push('$(bell-slash) net');
    await actions.unsilence(undefined);
    assert.deepEqual(
      fake.lists[0]!.map(({ label }) => label),
      ['$(bell-slash) GPU', '$(bell-slash) net'],
    );
    assert.deepEqual(engine.commands, [
      { kind: 'unsilence', alert: 'q' },
      { kind: 'unsilence', alert: 's' },
      { kind: 'unsilence', alert: 'q' },
    ]);
  });

  it('say so where there is nothing to do', async () => {
    engine.alerts.set(alertsWith());
    await actions.acknowledge(undefined);
    await actions.silence('a');
    await actions.unsilence(undefined);
    assert.match(fake.informations.join('\n'), /nothing to acknowledge.*\n.*nothing to silence.*\n.*no silence to end/);
  });

  it('say that nothing was done while the engine does not run', async () => {
    engine.isRunning = false;
    await actions.acknowledge('a');
    assert.match(fake.warnings[0]!, /was not done.*try again/);
  });

  it('take anything that a command may be run with', () => {
    fc.assert(
      fc.property(fc.anything(), (given) => {
        const { alerts } = targetOf(given);
        assert.ok(alerts.every((id) => typeof id === 'string'));
      }),
    );
    assert.deepEqual(targetOf({ kind: 'incident', children: 'x' }), { alerts: [] });
  });
});
