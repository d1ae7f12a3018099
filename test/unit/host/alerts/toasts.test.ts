import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { AlertActions } from '../../../../src/host/alerts/alertActions';
import { Toasts } from '../../../../src/host/alerts/toasts';
import { alertWith, alertsWith, noticeWith, now } from '../../../support/alertsTold';
import { FakeAlertEngine } from '../../../support/fakeAlertEngine';
import { fake } from '../../../support/fakeVscode';

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
};

describe('Toasts', () => {
  let engine: FakeAlertEngine;
  let toasts: Toasts;
  let shown: (string | undefined)[];

  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
    fake.reset();
    fake.holdsMessages = true;
    engine = new FakeAlertEngine();
    engine.alerts.set(alertsWith({ active: [alertWith(), alertWith({ id: 'a2', severity: 'critical' })] }));
    shown = [];
    const actions = new AlertActions({ engine, now: () => now });
    toasts = new Toasts({ engine, actions, show: (alert) => void shown.push(alert) });
  });

  afterEach(() => {
    toasts.dispose();
    mock.timers.reset();
  });

  const texts = (): string[] => fake.messages.map(({ text }) => text);
  const close = async (index: number, button?: string): Promise<void> => {
    fake.messages[index]!.close(button);
    await settled();
  };

  it('are of the kind that the level says, and never modal', () => {
    for (const [index, level] of (['info', 'warning', 'critical'] as const).entries())
      engine.tells(noticeWith({ level, incident: `i${index}`, message: level }));
    assert.deepEqual(fake.informations, ['info']);
    assert.deepEqual(fake.warnings, ['warning']);
    assert.deepEqual(fake.errors, ['critical']);
    assert.deepEqual(fake.modals, []);
  });

  it('show, acknowledge and silence every alert that they are about', async () => {
    const both = { alerts: ['a2', 'a1'] };
    engine.tells(noticeWith({ ...both, incident: 'x' }));
    engine.tells(noticeWith({ ...both, incident: 'y' }));
    engine.tells(noticeWith({ ...both, incident: 'z' }));
    await close(0, 'Show');
    assert.deepEqual(shown, ['a2']);
    await close(1, 'Acknowledge');
    await close(2, 'Silence 1 h');
    assert.deepEqual(engine.commands, [
      { kind: 'acknowledge', alert: 'a1' },
      { kind: 'acknowledge', alert: 'a2' },
      { kind: 'silence', alert: 'a1', until: now + 3_600_000 },
      { kind: 'silence', alert: 'a2', until: now + 3_600_000 },
    ]);
  });

  it('wait for the one of the same incident that is in sight, and then tell the newest only', async () => {
    engine.tells(noticeWith({ message: 'first' }));
    engine.tells(noticeWith({ message: 'second' }));
    engine.tells(noticeWith({ message: 'third' }));
    engine.tells(noticeWith({ message: 'another', incident: 'i2' }));
    assert.deepEqual(texts(), ['first', 'another']);
    await close(0);
    assert.deepEqual(texts(), ['first', 'another', 'third']);
  });

  it('do not wait when they are more severe', () => {
    engine.tells(noticeWith({ message: 'warning' }));
    engine.tells(noticeWith({ message: 'critical', level: 'critical' }));
    engine.tells(noticeWith({ message: 'warning again' }));
    assert.deepEqual(texts(), ['warning', 'critical']);
  });

  it('do not wait for one that VS Code has taken out of sight', async () => {
    engine.tells(noticeWith({ message: 'first' }));
    engine.tells(noticeWith({ message: 'second' }));
    mock.timers.tick(20_000);
    assert.deepEqual(texts(), ['first', 'second']);
    await close(0);
    engine.tells(noticeWith({ message: 'third' }));
    assert.deepEqual(texts(), ['first', 'second'], 'the old one does not count for the new one');
  });

  it('wait for an error for as long as it stands there', () => {
    engine.tells(noticeWith({ message: 'first', level: 'critical' }));
    engine.tells(noticeWith({ message: 'second', level: 'critical' }));
    mock.timers.tick(3_600_000);
    assert.deepEqual(texts(), ['first']);
  });

  for (const state of ['acknowledged', 'silenced', 'resolved'] as const)
    it(`tell nothing stale: what was ${state} meanwhile`, async () => {
      engine.tells(noticeWith({ message: 'first' }));
      engine.tells(noticeWith({ message: 'second' }));
      engine.alerts.set(alertsWith({ active: state === 'resolved' ? [] : [alertWith({ state })] }));
      await close(0);
      assert.deepEqual(texts(), ['first']);
    });

  it('tell what the engine has not said anything of since', async () => {
    engine.alerts.set(alertsWith());
    engine.tells(noticeWith({ message: 'first' }));
    engine.tells(noticeWith({ message: 'second' }));
    await close(0);
    assert.deepEqual(texts(), ['first', 'second']);
  });

  it('say that an alert is over when a late button is pressed', async () => {
    engine.tells(noticeWith());
    engine.tells(noticeWith({ incident: 'i2' }));
    engine.alerts.set(alertsWith());
    await close(0, 'Acknowledge');
    await close(1, 'Silence 1 h');
    assert.deepEqual(engine.commands, []);
    assert.match(fake.informations[0]!, /nothing to acknowledge/);
    assert.match(fake.informations[1]!, /nothing to silence/);
  });

  it('draw no link and no second line from words of rules and labels', () => {
    engine.tells(
      noticeWith({
        message: 'Model [free](command:workbench.action.terminal.new) is\nslow',
        advice: [{ kind: 'mitigation', target: 'memory', message: 'Close [x](https://example.invalid)' }],
      }),
    );
    assert.deepEqual(texts(), [
      'Model [free] (command:workbench.action.terminal.new) is slow. Close [x] (https://example.invalid)',
    ]);
  });

  it('offer only to look where they sum up what was too much to tell', async () => {
    engine.tells(noticeWith({ alerts: [], message: '12 more alerts' }));
    await close(0, 'Show');
    assert.deepEqual(shown, [undefined]);
  });

  it('leave no listener and no timer', () => {
    const timers = mock.fn();
    engine.tells(noticeWith({ message: 'first' }));
    engine.tells(noticeWith({ message: 'second' }));
    toasts.dispose();
    setTimeout(timers, 20_000);
    mock.timers.tick(20_000);
    assert.equal(timers.mock.callCount(), 1);
    assert.deepEqual(texts(), ['first'], 'nothing is told after the end');
    assert.equal(engine.listenerCount, 0);
  });
});
