import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { alertsContent } from '../../../../src/host/alerts/alertsItem';
import { EngineClient } from '../../../../src/host/engineClient';
import type { ItemContent } from '../../../../src/host/itemContent';
import { LatestValues } from '../../../../src/host/latestValues';
import { HostLog } from '../../../../src/host/log';
import { Observable } from '../../../../src/host/observable';
import { StatusBar } from '../../../../src/host/statusBar';
import type { AlertInfo, AlertsInfo } from '../../../../src/protocol/alerts';
import { alertWith, alertsWith, now } from '../../../support/alertsTold';
import { FakeThreads, configWith, statusWith } from '../../../support/fakeEngine';
import { type FakeStatusBarItem, fake } from '../../../support/fakeVscode';

function contentOf(alerts: AlertsInfo | undefined, config = configWith()): ItemContent | undefined {
  const values = new LatestValues(() => undefined);
  return alertsContent({ config, state: { state: 'running' }, status: statusWith(), values, alerts, now });
}

describe('The bell', () => {
  it('is there only when there is an alert', () => {
    assert.equal(contentOf(undefined), undefined);
    assert.equal(contentOf(alertsWith({ recent: [alertWith({ state: 'resolved' })] })), undefined);
    assert.equal(contentOf(alertsWith({ active: [alertWith({ state: 'pending' })] })), undefined);
    const active = alertsWith({ active: [alertWith()] });
    assert.equal(contentOf(active)?.text, '$(bell) 1');
    assert.equal(contentOf(active, configWith({ 'alerts.enabled': false })), undefined);
    assert.equal(contentOf(active, configWith({ enabled: false })), undefined);
  });

  const colours: readonly [what: string, alerts: readonly Partial<AlertInfo>[], background: string | undefined][] = [
    ['a critical one', [{ severity: 'warning' }, { severity: 'critical' }], 'error'],
    ['a warning', [{ severity: 'info' }, { severity: 'warning' }], 'warning'],
    ['information', [{ severity: 'info' }], undefined],
    ['a critical one that is acknowledged', [{ severity: 'critical', state: 'acknowledged' }], undefined],
    ['a silenced critical one', [{ severity: 'warning' }, { severity: 'critical', state: 'silenced' }], 'warning'],
    ['one kept quiet', [{ severity: 'info' }, { severity: 'critical', inhibitedBy: 'a' }], undefined],
  ];
  for (const [what, alerts, background] of colours)
    it(`has the colour of the worst that nobody has seen: ${what}`, () => {
      const active = alerts.map((changes, index) => alertWith({ id: String(index), ...changes }));
      assert.equal(contentOf(alertsWith({ active }))?.background, background);
    });

  it('is struck through when all alerts are silenced', () => {
    const active = [alertWith({ state: 'silenced', severity: 'critical' })];
    const content = contentOf(alertsWith({ active }))!;
    assert.deepEqual([content.text, content.background], ['$(bell-slash) 1', undefined]);
    assert.match(content.tooltip, /all of them silenced/);
  });

  it('lists alerts with message, time and a link to acknowledge, and no more than fit', () => {
    const many = Array.from({ length: 12 }, (_, index) => alertWith({ id: `id${index}`, message: `No. ${index} *x*` }));
    const { tooltip, spoken, links } = contentOf(alertsWith({ active: [...many] }))!;
    assert.ok(tooltip.includes('$(warning) No\\. 0 \\*x\\* — firing since 14\\:02 · [Acknowledge]'), tooltip);
    assert.ok(tooltip.includes('(command:wirthforge.acknowledgeAlert?%5B%22id9%22%5D)'));
    assert.ok(!tooltip.includes('id10'));
    assert.ok(tooltip.includes('… and 2 more'));
    assert.ok(links?.includes('acknowledgeAlert'));
    assert.match(spoken, /^12 alerts now\. No\. 0/);
  });

  it('offers no link for what is acknowledged', () => {
    const { tooltip } = contentOf(alertsWith({ active: [alertWith({ state: 'acknowledged' })] }))!;
    assert.ok(!tooltip.includes('command:'), tooltip);
  });
});

describe('The bell in the status bar', () => {
  let threads: FakeThreads;
  let bar: StatusBar;
  const bell = (): FakeStatusBarItem => fake.items.get('wirthforge.alerts')!;

  const start = (items: readonly ('cpu' | 'alerts')[]): void => {
    fake.reset();
    threads = new FakeThreads();
    const config = new Observable(configWith({ 'statusBar.items': [...items] }));
    const log = new HostLog();
    const engine = new EngineClient({ spawn: threads.spawn, dataDir: '/data', version: '1', config, log });
    bar = new StatusBar(engine, config);
    engine.start();
    threads.newest.says({ type: 'status', status: statusWith() });
  };
  const tell = (...active: AlertInfo[]): void => {
    threads.newest.says({ type: 'alerts', alerts: alertsWith({ active }) });
  };

  beforeEach(() => {
    start(['cpu', 'alerts']);
  });

  it('comes with an alert, in its colour, and goes with it', () => {
    assert.equal(bell().visible, false);
    tell(alertWith({ severity: 'critical' }));
    assert.deepEqual([bell().visible, bell().text], [true, '$(bell) 1']);
    assert.equal(bell().backgroundColor?.id, 'statusBarItem.errorBackground');
    assert.equal(bell().command, 'wirthforge.alerts.focus');
    const { isTrusted } = bell().tooltip;
    assert.ok(typeof isTrusted === 'object' && isTrusted.enabledCommands.includes('wirthforge.acknowledgeAlert'));
    tell();
    assert.equal(bell().visible, false);
    bar.dispose();
  });

  it('stays while nothing new is measured: paused, or after the engine was lost', () => {
    tell(alertWith());
    threads.newest.says({ type: 'status', status: statusWith({ paused: true }) });
    assert.deepEqual([bell().visible, bell().text], [true, '$(bell) 1']);
    threads.newest.crashes('gone');
    assert.deepEqual([bell().visible, bell().text], [true, '$(bell) 1']);
    bar.dispose();
  });

  it('is not shown where the settings leave it out, and no stream is opened for it', () => {
    start(['cpu']);
    tell(alertWith());
    assert.equal(bell().visible, false);
    bar.dispose();
    start(['alerts']);
    assert.equal(threads.newest.toldOf('open').length, 0);
    bar.dispose();
  });
});
