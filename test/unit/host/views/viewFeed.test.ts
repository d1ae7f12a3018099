import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import type { Config } from '../../../../src/protocol/settings';
import { EngineClient } from '../../../../src/host/engineClient';
import { HostLog } from '../../../../src/host/log';
import { Observable } from '../../../../src/host/observable';
import { viewId } from '../../../../src/host/views/viewKinds';
import { ViewPanels } from '../../../../src/host/views/viewPanels';
import { FakeThreads, configWith, statusWith } from '../../../support/fakeEngine';
import { FakeWebviewPanel, Uri, fake } from '../../../support/fakeVscode';

const request = {
  metrics: ['system.cpu_percent'],
  from: 1_780_000_000_000,
  to: 1_780_003_600_000,
  stepMs: 10_000,
  aggregates: ['avg', 'min', 'max', 'count'],
  mostPoints: 20_000,
};

const dashboardType = viewId('dashboard');
const extensionUri = Uri.file('/extension') as never;

describe('The panel of a view', () => {
  let threads: FakeThreads;
  let panels: ViewPanels;
  let config: Observable<Config>;

  beforeEach(() => {
    fake.reset();
    threads = new FakeThreads();
    const log = new HostLog();
    config = new Observable(configWith());
    const engine = new EngineClient({ spawn: threads.spawn, dataDir: '/data', version: '1', config, log });
    engine.start();
    panels = new ViewPanels({ extensionUri, engine, config, log });
  });

  const shown = (): FakeWebviewPanel => {
    panels.show('dashboard');
    return fake.panels[fake.panels.length - 1]!;
  };
  const ready = (panel: FakeWebviewPanel): void => {
    panel.fromView.fire({ type: 'ready' });
  };
  const opened = (): number => threads.newest.toldOf('open').length;
  const closed = (): number => threads.newest.toldOf('close').length;

  it('opens one panel and then shows that one', () => {
    const panel = shown();
    panels.show('dashboard');
    assert.equal(fake.panels.length, 1);
    assert.equal(panel.reveals, 1);
    assert.equal(panel.options['retainContextWhenHidden'], undefined);
  });

  it('has a policy that lets in one script, and none inline', () => {
    const { webview } = shown();
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(webview.html)![1]!;
    const nonce = /'nonce-([0-9a-f]{32})'/.exec(policy)![1]!;
    assert.ok(policy.startsWith("default-src 'none';"));
    assert.ok(!policy.includes('unsafe'));
    assert.ok(policy.includes('style-src https://fake.source;'));
    assert.equal(webview.html.match(/<script/g)?.length, 1);
    assert.ok(
      webview.html.includes(`<script nonce="${nonce}" src="https://fake.source/extension/dist/webview/dashboard.js">`),
    );
    assert.ok(webview.html.includes('<main id="app"></main>'));
    assert.deepEqual(webview.options, {
      enableScripts: true,
      localResourceRoots: [Uri.joinPath(Uri.file('/extension'), 'dist', 'webview')],
    });
  });

  it('has a new nonce for every page', () => {
    const first = shown();
    first.dispose();
    assert.notEqual(shown().webview.html, first.webview.html);
  });

  it('opens its stream when the page is ready, and tells it the status', () => {
    const panel = shown();
    assert.equal(opened(), 0);
    threads.newest.says({ type: 'status', status: statusWith() });
    assert.equal(panel.posted.length, 0, 'nothing is sent to a page that is not there yet');
    ready(panel);
    assert.deepEqual(threads.newest.toldOf('open')[0]!.request, {
      metrics: ['system.*', 'model.*', 'monitor.*', 'ux.*'],
      maxHz: 10,
      historyMs: 300_000,
      activity: true,
    });
    assert.deepEqual(
      panel.posted.map((message) => message.type),
      ['reset', 'status', 'ux'],
    );
  });

  it('tells its page whether to measure how it feels, and when that changes', () => {
    const panel = shown();
    const told = (): unknown[] => panel.posted.filter(({ type }) => type === 'ux');
    config.set(configWith({ 'collectors.ux.enabled': false }));
    assert.deepEqual(told(), [], 'nothing is sent to a page that is not there yet');
    ready(panel);
    config.set(configWith());
    config.set(configWith({ enabled: false }));
    panel.setVisible(false);
    config.set(configWith());
    assert.deepEqual(told(), [
      { type: 'ux', isMeasured: false },
      { type: 'ux', isMeasured: true },
      { type: 'ux', isMeasured: false },
    ]);
  });

  it('closes the stream while hidden, and opens it with history when shown again', () => {
    const panel = shown();
    ready(panel);
    panel.setVisible(false);
    assert.equal(closed(), 1);
    threads.newest.says({ type: 'status', status: statusWith() });
    const { stream } = threads.newest.toldOf('open')[0]!;
    threads.newest.says({ type: 'activity', stream, activity: { models: [], requests: [] } });
    assert.deepEqual(
      panel.posted.map(({ type }) => type),
      ['reset', 'ux'],
      'a hidden page is told nothing',
    );
    panel.setVisible(true);
    ready(panel);
    assert.equal(opened(), 2);
    assert.equal(threads.newest.toldOf('open')[1]!.request.historyMs, 300_000);
  });

  it('does not open a stream for a page that is hidden before it is ready', () => {
    const panel = shown();
    panel.setVisible(false);
    ready(panel);
    assert.equal(opened(), 0);
  });

  it('replaces the stream when the page is loaded anew', () => {
    const panel = shown();
    ready(panel);
    ready(panel);
    assert.equal(opened(), 2);
    assert.equal(closed(), 1);
  });

  it('forwards what the engine sends, arrays as they are', () => {
    const panel = shown();
    ready(panel);
    const { stream } = threads.newest.toldOf('open')[0]!;
    const rows = [{ group: 1, timestamps: Float64Array.of(1), series: Int32Array.of(1), values: Float64Array.of(2) }];
    threads.newest.says({ type: 'series', stream, series: [] });
    threads.newest.says({ type: 'rows', stream, rows });
    threads.newest.says({ type: 'live', stream });
    const activity = { models: [], requests: [] };
    threads.newest.says({ type: 'activity', stream, activity });
    const [, , series, sent, live, told] = panel.posted as [
      unknown,
      unknown,
      { type: string },
      { rows: unknown },
      { type: string },
      unknown,
    ];
    assert.deepEqual(told, { type: 'activity', activity });
    assert.equal(series.type, 'series');
    assert.equal(sent.rows, rows);
    assert.equal(live.type, 'live');
  });

  it('runs the commands that a view may ask for', () => {
    const panel = shown();
    for (const command of ['pause', 'openSettings', 'connectRuntime'])
      panel.fromView.fire({ type: 'command', command });
    assert.deepEqual(fake.executed, [
      ['wirthforge.pause'],
      ['workbench.action.openSettings', '@ext:wirthforge.wirthforge-monitor'],
      ['wirthforge.connectRuntime'],
    ]);
  });

  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const ask = (panel: FakeWebviewPanel, question: number): void => {
    panel.fromView.fire({ type: 'history', question, request });
  };
  const answer = { from: request.from, to: request.to, stepMs: 10_000, series: [] };
  const answersTo = (panel: FakeWebviewPanel) =>
    panel.posted.filter(({ type }) => type.toLowerCase().includes('history'));

  it("passes a page's questions about the past on, and answers or reasons back", async () => {
    const panel = shown();
    ready(panel);
    ask(panel, 7);
    ask(panel, 8);
    const [first, second] = threads.newest.toldOf('history');
    assert.deepEqual(first!.request, request);
    threads.newest.says({ type: 'noHistory', question: second!.question, reason: 'No access. Give it.' });
    threads.newest.says({ type: 'history', question: first!.question, answer });
    await settled();
    assert.deepEqual(answersTo(panel), [
      { type: 'noHistory', question: 8, reason: 'No access. Give it.' },
      { type: 'history', question: 7, answer },
    ]);
  });

  it('tells no page the answer to what another page asked', async () => {
    const panel = shown();
    ask(panel, 1);
    assert.equal(threads.newest.toldOf('history').length, 0, 'a page asks after it is ready');
    ready(panel);
    ask(panel, 1);
    ready(panel);
    ask(panel, 1);
    panel.setVisible(false);
    for (const { question } of threads.newest.toldOf('history'))
      threads.newest.says({ type: 'history', question, answer });
    await settled();
    assert.deepEqual(answersTo(panel), []);
  });

  it('keeps a page from asking without end', async () => {
    const panel = shown();
    ready(panel);
    for (let question = 0; question < 20; question++) ask(panel, question);
    await settled();
    assert.equal(threads.newest.toldOf('history').length, 8);
    assert.equal(answersTo(panel).length, 12);
    threads.newest.crashes('boom');
    await settled();
    assert.equal(answersTo(panel).length, 20, 'every question has an answer when the engine is lost');
    panel.dispose();
  });

  it('ignores everything else that a view says', () => {
    const panel = shown();
    const hostile: unknown[] = [
      undefined,
      null,
      42,
      'ready',
      [],
      {},
      { type: 'command' },
      { type: 'command', command: 'workbench.action.quit' },
      { type: 'command', command: 'purgeData' },
      { type: 'command', command: '__proto__' },
      { type: 'command', command: ['pause'] },
      { type: 'command', command: 'pause', extra: 1 },
      { type: 'ready', extra: { deep: true } },
      { type: 'history' },
      { type: 'history', question: 1 },
      { type: 'history', question: 1.5, request },
      { type: 'history', question: 1, request: { ...request, extra: 1 } },
      ...[
        { metrics: [] },
        { metrics: [''] },
        { metrics: ['x'.repeat(129)] },
        { metrics: Array(65).fill('a') },
        { from: NaN },
        { from: -1 },
        { to: Infinity },
        { to: request.from - 1 },
        { stepMs: 0 },
        { stepMs: 999 },
        { stepMs: 1000.5 },
        { stepMs: 86_400_001 },
        { from: 0, stepMs: 1000 },
        { aggregates: [] },
        { aggregates: ['toString'] },
        { mostPoints: 0 },
        { mostPoints: 20_001 },
        { mostPoints: Infinity },
      ].map((over) => ({ type: 'history', question: 1, request: { ...request, ...over } })),
      JSON.parse('{"type":"ready","__proto__":{"x":1}}'),
    ];
    for (const message of hostile) panel.fromView.fire(message);
    assert.deepEqual(fake.executed, []);
    assert.equal(opened(), 0);
    ready(panel);
    for (const message of hostile) panel.fromView.fire(message);
    assert.deepEqual(threads.newest.toldOf('history'), []);
  });

  it('takes over the panel that VS Code brings back, and a second one not', async () => {
    const serializer = fake.serializers.get(dashboardType)!;
    const revived = new FakeWebviewPanel(dashboardType, 'Wirthforge Monitor', {});
    await serializer.deserializeWebviewPanel(revived, undefined);
    panels.show('dashboard');
    assert.equal(fake.panels.length, 0);
    assert.equal(revived.reveals, 1);
    const second = new FakeWebviewPanel(dashboardType, 'Wirthforge Monitor', {});
    await serializer.deserializeWebviewPanel(second, undefined);
    assert.ok(!fake.alive.has(second));
  });

  it('closes the stream with the panel, and opens a new panel afterwards', () => {
    const panel = shown();
    ready(panel);
    panel.dispose();
    assert.equal(closed(), 1);
    shown();
    assert.equal(fake.panels.length, 2);
  });
});
