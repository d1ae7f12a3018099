import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { EngineClient } from '../../../../src/host/engineClient';
import { HostLog } from '../../../../src/host/log';
import { Observable } from '../../../../src/host/observable';
import { parseFromView } from '../../../../src/host/views/viewMessages';
import { ViewPanels } from '../../../../src/host/views/viewPanels';
import type { AlertsInfo, Notice } from '../../../../src/protocol/alerts';
import type { Config } from '../../../../src/protocol/settings';
import { alertWith, alertsWith, noticeWith, now, ruleWith } from '../../../support/alertsTold';
import { FakeThreads, configWith, statusWith } from '../../../support/fakeEngine';
import { type FakeWebviewPanel, Uri, fake } from '../../../support/fakeVscode';

describe('What an engine says of alerts', () => {
  let threads: FakeThreads;
  let config: Observable<Config>;
  let engine: EngineClient;
  let panels: ViewPanels;

  beforeEach(() => {
    fake.reset();
    threads = new FakeThreads();
    const log = new HostLog();
    config = new Observable(configWith());
    engine = new EngineClient({ spawn: threads.spawn, dataDir: '/data', version: '1', config, log });
    engine.start();
    panels = new ViewPanels({ extensionUri: Uri.file('/extension') as never, engine, config, log });
  });

  afterEach(async () => {
    panels.dispose();
    threads.newest.says({ type: 'stopped' });
    const stopping = engine.stop();
    threads.newest.says({ type: 'stopped' });
    await stopping;
  });

  const told = alertsWith({ active: [alertWith()], rules: [ruleWith(), ruleWith({ id: 'x', state: 'off' })] });
  const tell = (): void => {
    threads.newest.says({ type: 'alerts', alerts: told });
  };
  const opened = (): FakeWebviewPanel => {
    panels.show('dashboard');
    const panel = fake.panels[0]!;
    panel.fromView.fire({ type: 'ready' });
    return panel;
  };
  const posted = (panel: FakeWebviewPanel, type: string): unknown[] =>
    panel.posted.filter((message) => message.type === type);

  it('stays as it was while the engine is lost, until a new one says more', () => {
    const known = (): AlertsInfo | undefined => engine.alerts.value;
    assert.equal(known(), undefined);
    tell();
    threads.newest.crashes('gone');
    assert.equal(known(), told);
    engine.start();
    assert.equal(known(), told);
    threads.newest.says({ type: 'alerts', alerts: alertsWith() });
    assert.deepEqual(known()?.active, []);
  });

  it('reaches who listens to notices, until they let go', () => {
    const notices: Notice[] = [];
    const listener = engine.onNotice((notice) => void notices.push(notice));
    threads.newest.says({ type: 'notice', notice: noticeWith({ id: 1 }) });
    listener.dispose();
    threads.newest.says({ type: 'notice', notice: noticeWith({ id: 2 }) });
    assert.deepEqual(
      notices.map(({ id }) => id),
      [1],
    );
  });

  it('says why something was not done, to who listens', () => {
    const reasons: string[] = [];
    const listener = engine.onAlertRefused((reason) => void reasons.push(reason));
    threads.newest.says({ type: 'alertRefused', reason: 'It is over.' });
    listener.dispose();
    threads.newest.says({ type: 'alertRefused', reason: 'It is over too.' });
    assert.deepEqual(reasons, ['It is over.']);
  });

  it('is answered by commands, and the caller knows whether there was an engine', () => {
    assert.equal(engine.alert({ kind: 'acknowledge', alert: 'a1' }), true);
    assert.deepEqual(threads.newest.toldOf('alert'), [
      { type: 'alert', command: { kind: 'acknowledge', alert: 'a1' } },
    ]);
    threads.newest.crashes('gone');
    assert.equal(engine.alert({ kind: 'acknowledge', alert: 'a1' }), false);
    engine.start();
  });

  it('reaches a dashboard that is open: at once, when it changes and when a setting does', () => {
    tell();
    const panel = opened();
    const alerts = { active: told.active, recent: [], isEnabled: true, hasSound: false, rules: 1 };
    assert.deepEqual(posted(panel, 'alerts'), [{ type: 'alerts', alerts }]);
    config.set(configWith({ 'alerts.sound': true }));
    assert.deepEqual(posted(panel, 'alerts')[1], { type: 'alerts', alerts: { ...alerts, hasSound: true } });
    const notice = noticeWith();
    threads.newest.says({ type: 'notice', notice });
    assert.deepEqual(posted(panel, 'notice'), [{ type: 'notice', notice }]);
  });

  it('does not reach a dashboard that is hidden', () => {
    const panel = opened();
    panel.setVisible(false);
    tell();
    threads.newest.says({ type: 'notice', notice: noticeWith() });
    threads.newest.says({ type: 'status', status: statusWith() });
    assert.deepEqual([...posted(panel, 'alerts'), ...posted(panel, 'notice')], []);
  });

  it('shows the newest 20 of those that are over', () => {
    const recent = Array.from({ length: 50 }, (_, index) => alertWith({ id: String(index), state: 'resolved' }));
    threads.newest.says({ type: 'alerts', alerts: alertsWith({ recent }) });
    const [message] = posted(opened(), 'alerts') as { alerts: { recent: { id: string }[] } }[];
    assert.deepEqual([message!.alerts.recent.length, message!.alerts.recent[0]!.id], [20, '0']);
  });

  it('is answered by a dashboard', () => {
    opened().fromView.fire({ type: 'alert', command: { kind: 'silence', alert: 'a1', until: now } });
    assert.deepEqual(threads.newest.toldOf('alert'), [
      { type: 'alert', command: { kind: 'silence', alert: 'a1', until: now } },
    ]);
  });

  it('is not answered by anything that is no command', () => {
    const bad: unknown[] = [
      { kind: 'acknowledge' },
      { kind: 'acknowledge', alert: '' },
      { kind: 'acknowledge', alert: 'x'.repeat(129) },
      { kind: 'acknowledge', alert: 'a', more: 1 },
      { kind: 'silence', alert: 'a' },
      { kind: 'silence', alert: 'a', until: 'never' },
      { kind: 'silence', alert: 'a', until: NaN },
      { kind: 'silence', alert: 'a', until: -1 },
      { kind: 'remove', alert: 'a' },
    ];
    for (const command of bad)
      assert.equal(parseFromView({ type: 'alert', command }), undefined, JSON.stringify(command));
    const good = { type: 'alert', command: { kind: 'silence', alert: 'a', until: 'resolved' } };
    assert.deepEqual(parseFromView(good), good);
  });
});
