import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { EngineClient } from '../../../../src/host/engineClient';
import { HostLog } from '../../../../src/host/log';
import { Observable } from '../../../../src/host/observable';
import { OverviewView } from '../../../../src/host/views/overviewView';
import { viewId } from '../../../../src/host/views/viewKinds';
import type { LayoutSource, ViewSources } from '../../../../src/host/views/viewSources';
import { parseLayout } from '../../../../src/protocol/layout/parseLayout';
import { ViewPanels } from '../../../../src/host/views/viewPanels';
import { FakeThreads, configWith, statusWith } from '../../../support/fakeEngine';
import { FakeWebviewPanel, FakeWebviewView, Uri, env, fake, window } from '../../../support/fakeVscode';

const extensionUri = Uri.file('/extension') as never;
const figures = { frames: 60, frameTimeMs: 4.2, jankPercent: 0, interactionMs: null };
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('What views ask of the host', () => {
  let threads: FakeThreads;
  let sources: ViewSources;
  let panels: ViewPanels;
  let overview: OverviewView;

  beforeEach(() => {
    fake.reset();
    threads = new FakeThreads();
    const log = new HostLog();
    const config = new Observable(configWith());
    const engine = new EngineClient({ spawn: threads.spawn, dataDir: '/data', version: '1', config, log });
    engine.start();
    sources = { engine, config, log };
    panels = new ViewPanels({ extensionUri, ...sources });
    overview = new OverviewView(extensionUri, sources);
  });

  const shown = (name: 'dashboard' | 'energy' | 'performance'): FakeWebviewPanel => {
    panels.show(name);
    return fake.panels[fake.panels.length - 1]!;
  };
  const ready = (view: FakeWebviewPanel | FakeWebviewView): void => {
    view.fromView.fire({ type: 'ready' });
  };
  const lastRequest = () => threads.newest.toldOf('open').at(-1)!.request;
  const says = async (view: FakeWebviewPanel, message: unknown): Promise<void> => {
    view.fromView.fire(message);
    for (let turn = 0; turn < 3; turn++) await settled();
  };

  it('each panel has a page, a name and a stream of its own', () => {
    const opened = (['dashboard', 'energy', 'performance'] as const).map((name) => {
      const panel = shown(name);
      ready(panel);
      assert.equal(panel.viewType, viewId(name));
      assert.ok(panel.webview.html.includes(`/dist/webview/${name}.js"`));
      assert.ok(panel.webview.html.includes(`<body data-view="${name}">`));
      return { title: panel.title, maxHz: lastRequest().maxHz };
    });
    assert.deepEqual(opened, [
      { title: 'Wirthforge Monitor', maxHz: 10 },
      { title: 'Wirthforge Energy', maxHz: 5 },
      { title: 'Wirthforge Performance', maxHz: 10 },
    ]);
    panels.show('energy');
    assert.equal(fake.panels.length, 3);
    assert.equal(fake.panels[1]!.reveals, 1);
  });

  it('a panel that closes leaves the others open', () => {
    const [energy, performance] = [shown('energy'), shown('performance')];
    ready(energy);
    ready(performance);
    energy.dispose();
    assert.equal(threads.newest.toldOf('close').length, 1);
    const { stream } = threads.newest.toldOf('open')[1]!;
    threads.newest.says({ type: 'live', stream });
    assert.equal(performance.posted.at(-1)?.type, 'live');
  });

  it('other metrics, in place of those that it began with, until its page is loaded anew', async () => {
    const panel = shown('performance');
    await says(panel, { type: 'watch', metrics: ['system.*'] });
    assert.equal(threads.newest.toldOf('open').length, 0, 'a page watches after it is ready');
    ready(panel);
    const first = lastRequest();
    await says(panel, { type: 'watch', metrics: ['system.*', 'model.ttft_ms'] });
    assert.deepEqual(lastRequest(), { ...first, metrics: ['system.*', 'model.ttft_ms'] });
    assert.equal(threads.newest.toldOf('close').length, 1, 'never two streams for one page');
    await says(panel, { type: 'watch', metrics: ['system.power_watts', 'system.cpu_*'] });
    assert.equal(threads.newest.toldOf('open').length, 2, 'what is sent already is not sent from the beginning again');
    ready(panel);
    assert.deepEqual(lastRequest(), first);
  });

  it('a file: saves it where the user says, and opens it', async () => {
    const panel = shown('performance');
    ready(panel);
    fake.files.push(Uri.file('/home/me/cpu.csv'));
    fake.answer = 'Open';
    await says(panel, { type: 'save', file: { kind: 'csv', name: 'a/b.csv', text: 'time,CPU\n1,2\n' } });
    assert.equal(new TextDecoder().decode(fake.written.get('/home/me/cpu.csv')), 'time,CPU\n1,2\n');
    assert.match(fake.dialogs[0]!.defaultUri!.path, /\/a-b\.csv$/);
    assert.deepEqual(fake.dialogs[0]!.filters, { CSV: ['csv'] });
    assert.deepEqual(fake.informations, ['Saved /home/me/cpu.csv.']);
    assert.equal(fake.executed.at(-1)![0], 'vscode.open');
  });

  it('the past again, of metrics that are sent already', async () => {
    const panel = shown('dashboard');
    ready(panel);
    await says(panel, { type: 'watch', metrics: ['model.*'] });
    assert.equal(threads.newest.toldOf('open').length, 1);
    await says(panel, { type: 'watch', metrics: ['model.*'], isPastMissing: true });
    assert.equal(threads.newest.toldOf('open').length, 2);
    assert.deepEqual(lastRequest().metrics, ['model.*']);
    assert.equal(panel.posted.filter(({ type }) => type === 'reset').length, 2);
    await says(panel, { type: 'watch', metrics: ['model.*'], isPastMissing: false });
    assert.equal(threads.newest.toldOf('open').length, 2, 'which is no message of the protocol');
  });

  it('one file at a time, however many the page sends', async () => {
    const panel = shown('performance');
    const message = { type: 'save', file: { kind: 'csv', name: 'x', text: 'x' } };
    for (let count = 0; count < 100; count++) panel.fromView.fire(message);
    assert.equal(fake.dialogs.length, 1);
    await says(panel, message);
    assert.equal(fake.dialogs.length, 1, 'while it is asked where to');
    await says(panel, message);
    assert.equal(fake.dialogs.length, 2);
  });

  it('a file that is too large: says so, once, instead of doing nothing', async () => {
    const panel = shown('performance');
    const text = 'x'.repeat(32 * 1_048_576 + 1);
    panel.fromView.fire({ type: 'copy', text });
    await says(panel, { type: 'save', file: { kind: 'csv', name: 'x', text } });
    assert.equal(fake.errors.length, 1);
    assert.match(fake.errors[0]!, /^Nothing was saved or copied: .*32 MiB.*try again\.$/);
    for (const other of [null, 'save', { type: 'hello' }, { type: ['save'] }, {}]) await says(panel, other);
    assert.equal(fake.errors.length, 1);
    assert.equal(fake.dialogs.length, 0);
  });

  it('what VS Code refuses is in the log and harms nothing', async () => {
    const panel = shown('performance');
    const refuse = (): Promise<never> => Promise.reject(new Error('The window is closing.'));
    fake.commands.set('wirthforge.openLayout', refuse);
    const { showSaveDialog } = window;
    window.showSaveDialog = refuse;
    try {
      await says(panel, { type: 'command', command: 'openLayout' });
      await says(panel, { type: 'save', file: { kind: 'csv', name: 'x', text: 'x' } });
    } finally {
      window.showSaveDialog = showSaveDialog;
    }
    const told = fake.logged.filter((line) => line.includes('performance asked for was not done'));
    assert.equal(told.length, 2, fake.logged.join());
    assert.ok(told.every((line) => line.includes('The window is closing.')));
    fake.files.push(Uri.file('/home/me/x.csv'));
    await says(panel, { type: 'save', file: { kind: 'csv', name: 'x', text: 'x' } });
    assert.ok(fake.written.has('/home/me/x.csv'), 'a dialog that failed does not stand in the way of the next');
  });

  it('a file: shows it in its folder only where the files are on this desktop', async () => {
    const panel = shown('performance');
    const bytes = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1);
    fake.answer = 'Reveal';
    for (const remoteName of [undefined, 'ssh-remote']) {
      env.remoteName = remoteName;
      fake.files.push(Uri.file('/home/me/a.png'));
      await says(panel, { type: 'save', file: { kind: 'png', name: 'a', bytes } });
    }
    env.remoteName = undefined;
    assert.deepEqual(fake.written.get('/home/me/a.png'), bytes);
    assert.deepEqual(
      fake.executed.map(([command]) => command),
      ['revealFileInOS'],
    );
  });

  it('a file: writes none where the dialog is closed, and says why where it cannot', async () => {
    const panel = shown('performance');
    const message = { type: 'save', file: { kind: 'csv', name: 'x', text: 'x' } };
    await says(panel, message);
    assert.equal(fake.dialogs.length, 1);
    assert.equal(fake.written.size, 0);
    assert.deepEqual(fake.informations, []);
    fake.diskFault = 'No space left on device.';
    fake.files.push(Uri.file('/full/x.csv'));
    await says(panel, message);
    assert.deepEqual(fake.errors, [
      '/full/x.csv could not be written: No space left on device. Nothing was saved. Save it again, to another place.',
    ]);
  });

  it('a text on the clipboard, and says so; or why it is not there', async () => {
    const panel = shown('dashboard');
    ready(panel);
    const told = (): number => panel.posted.filter(({ type }) => type === 'copied').length;
    const copying = says(panel, { type: 'copy', text: '42 W' });
    assert.equal(told(), 0, 'nothing is on the clipboard yet');
    await copying;
    assert.equal(told(), 1);
    assert.deepEqual(fake.copied, ['42 W']);
    assert.deepEqual(fake.shown, ['$(check) Copied']);
    fake.refusesClipboard = true;
    await says(panel, { type: 'copy', text: '43 W' });
    assert.match(fake.errors[0]!, /^Nothing was copied: .*Document is not focused.*copy again\.$/);
    assert.equal(told(), 1, 'what the clipboard refused was not copied');
  });

  it('another layout; one that is refused is told again as it is, before the user has read why', async () => {
    const usual = parseLayout('{ "layout": { "name": "Mine", "panels": [] } }').layout!;
    const layout: LayoutSource = {
      layout: new Observable({ layout: usual }),
      change: ({ kind }) => (kind === 'theme' ? Promise.reject(new Error('Line 3 is broken.')) : Promise.resolve()),
    };
    const own = new ViewPanels({ extensionUri, ...sources, layout });
    own.show('dashboard');
    const panel = fake.panels[fake.panels.length - 1]!;
    ready(panel);
    const told = (): unknown[] => panel.posted.filter(({ type }) => type === 'layout');
    assert.deepEqual(told(), [{ type: 'layout', layout: usual }]);
    await says(panel, { type: 'layout', change: { kind: 'remove', panel: 'a' } });
    assert.equal(told().length, 1);
    fake.holdsMessages = true;
    await says(panel, { type: 'layout', change: { kind: 'theme', name: 'dark' } });
    assert.deepEqual(told(), Array(2).fill({ type: 'layout', layout: usual }));
    assert.deepEqual(fake.errors, ['Line 3 is broken.']);
  });

  it('to pass on how it felt, and that it is gone', async () => {
    const panel = shown('energy');
    await says(panel, { type: 'ux', figures });
    assert.equal(threads.newest.toldOf('ux').length, 0, 'of a page that was not fed');
    ready(panel);
    await says(panel, { type: 'ux', figures });
    panel.setVisible(false);
    panel.setVisible(false);
    await says(panel, { type: 'ux', figures });
    assert.deepEqual(
      threads.newest.toldOf('ux').map(({ report }) => report),
      [
        { kind: 'view', view: 'energy', figures },
        { kind: 'viewGone', view: 'energy' },
      ],
    );
  });

  it('what happened in a stretch of time', async () => {
    const panel = shown('performance');
    ready(panel);
    await says(panel, { type: 'marks', question: 4, request: { from: 1, to: 2 } });
    const [asked] = threads.newest.toldOf('marks');
    assert.deepEqual(asked!.request, { from: 1, to: 2 });
    const marks = { alerts: [], sessions: [], isComplete: true };
    threads.newest.says({ type: 'marks', question: asked!.question, marks });
    await settled();
    assert.deepEqual(panel.posted.at(-1), { type: 'marks', question: 4, marks });
  });

  it('in the side bar: is told at 2 Hz while it is in sight, nothing before and after', () => {
    const view = new FakeWebviewView();
    fake.viewProviders.get(viewId('overview'))!.resolveWebviewView(view);
    threads.newest.says({ type: 'status', status: statusWith() });
    assert.deepEqual(view.posted, []);
    ready(view);
    assert.equal(lastRequest().maxHz, 2);
    assert.deepEqual(
      view.posted.map(({ type }) => type),
      ['reset', 'status', 'ux'],
    );
    view.setVisible(false);
    assert.equal(threads.newest.toldOf('close').length, 1);
    threads.newest.says({ type: 'status', status: statusWith({ paused: true }) });
    assert.equal(view.posted.length, 3);
    view.setVisible(true);
    ready(view);
    assert.equal(threads.newest.toldOf('open').length, 2);
    view.dispose();
    assert.equal(threads.newest.toldOf('close').length, 2);
    overview.dispose();
  });
});
