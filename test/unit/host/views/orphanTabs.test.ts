import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { EngineClient } from '../../../../src/host/engineClient';
import { HostLog } from '../../../../src/host/log';
import { Observable } from '../../../../src/host/observable';
import { panelNames, viewId } from '../../../../src/host/views/viewKinds';
import { ViewPanels } from '../../../../src/host/views/viewPanels';
import { FakeThreads, configWith } from '../../../support/fakeEngine';
import { fakeTabs } from '../../../support/fakeTabs';
import { FakeWebviewPanel, Uri, fake } from '../../../support/fakeVscode';

const type = viewId('dashboard');
const graceMs = 3000;

describe('Tabs that another extension host left open', () => {
  let threads: FakeThreads;
  let panels: ViewPanels;

  const start = (): void => {
    const log = new HostLog();
    const config = new Observable(configWith());
    threads = new FakeThreads();
    const engine = new EngineClient({ spawn: threads.spawn, dataDir: '/data', version: '1', config, log });
    engine.start();
    panels = new ViewPanels({ extensionUri: Uri.file('/extension') as never, engine, config, log });
  };
  const grace = (): void => {
    mock.timers.tick(graceMs);
  };
  const revive = (): Promise<void> =>
    fake.serializers.get(type)!.deserializeWebviewPanel(new FakeWebviewPanel(type, '', {}), undefined);

  beforeEach(() => {
    fake.reset();
    mock.timers.enable({ apis: ['setTimeout'] });
  });
  afterEach(() => {
    panels.dispose();
    mock.timers.reset();
  });

  for (const name of panelNames)
    it(`are replaced where they are by a fed panel, without the focus: ${name}`, () => {
      fakeTabs.open(viewId(name), 2);
      start();
      grace();
      const [panel, ...others] = fake.panels;
      assert.deepEqual(others, []);
      assert.equal(panel!.viewType, viewId(name));
      assert.deepEqual(panel!.place, { viewColumn: 2, preserveFocus: true });
      assert.deepEqual(fakeTabs.tabs, []);
      panel!.fromView.fire({ type: 'ready' });
      assert.equal(threads.newest.toldOf('open').length, 1);
    });

  it('are replaced too when VS Code tells of them late', () => {
    start();
    fakeTabs.open(type, 1);
    grace();
    assert.equal(fake.panels.length, 1);
    assert.deepEqual(fakeTabs.tabs, []);
  });

  it('stay while they are hidden, and are replaced once they are shown', () => {
    const tab = fakeTabs.open(type, 1, false);
    start();
    grace();
    assert.deepEqual([fake.panels, fakeTabs.tabs], [[], [tab]]);
    fakeTabs.show(tab);
    grace();
    assert.equal(fake.panels.length, 1);
    assert.deepEqual(fakeTabs.tabs, []);
  });

  it('are left alone if VS Code brings them back itself', async () => {
    const tab = fakeTabs.open(type, 1);
    start();
    mock.timers.tick(graceMs - 1);
    await revive();
    grace();
    assert.deepEqual([fake.panels, fakeTabs.tabs], [[], [tab]]);
  });

  it('never become two panels, even if VS Code brings one back later', async () => {
    fakeTabs.open(type, 1);
    start();
    grace();
    const late = new FakeWebviewPanel(type, '', {});
    await fake.serializers.get(type)!.deserializeWebviewPanel(late, undefined);
    assert.deepEqual(
      [...fake.alive].filter((thing) => thing instanceof FakeWebviewPanel),
      [fake.panels[0]],
    );
  });

  it('make room for the panel that a command opens', () => {
    fakeTabs.open(type, 1, false);
    start();
    panels.show('dashboard');
    assert.deepEqual(fake.panels[0]!.place, { viewColumn: -1, preserveFocus: false });
    assert.deepEqual(fakeTabs.tabs, []);
    grace();
    assert.equal(fake.panels.length, 1);
  });

  it('of others are none of ours', () => {
    const others = ['simpleBrowser.view', `${type}.more`, `x${type}`].map((other, i) => fakeTabs.open(other, i + 1));
    start();
    grace();
    assert.deepEqual([fake.panels, fakeTabs.tabs], [[], others]);
  });

  it('that are gone in the meantime are not opened anew', () => {
    const tab = fakeTabs.open(type, 1);
    start();
    void fakeTabs.close([tab]);
    grace();
    assert.deepEqual(fake.panels, []);
  });

  it('that VS Code does not close are in the log', async () => {
    fakeTabs.open(type, 1);
    start();
    fakeTabs.fault = 'Tab close: Invalid tab not found!';
    grace();
    await new Promise(setImmediate);
    assert.ok(
      fake.logged.some((line) => line.startsWith('warn') && line.includes(fakeTabs.fault!)),
      fake.logged.join('\n'),
    );
  });

  it('are not touched any more once the extension is let go', () => {
    const tab = fakeTabs.open(type, 1);
    start();
    panels.dispose();
    grace();
    assert.deepEqual([fake.panels, fakeTabs.tabs], [[], [tab]]);
  });
});
