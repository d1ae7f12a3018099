import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AlertsInfo } from '../../../../src/protocol/alerts';
import { defaults } from '../../../../src/engine/config/defaults';
import { parsePageMessage } from '../../../../src/engine/serve/pages/pageMessages';
import type { PageSources } from '../../../../src/engine/serve/pages/pageSources';
import { ServedPage } from '../../../../src/engine/serve/pages/servedPage';
import type { StreamRequest } from '../../../../src/protocol/engineLink';
import type { PageView } from '../../../../src/protocol/feed/pagePaths';
import type { StreamReader } from '../../../../src/protocol/feed/streamReader';
import { layoutDefaults } from '../../../../src/protocol/layout/defaults';
import type { Role } from '../../../../src/protocol/role';
import type { ToView } from '../../../../src/protocol/viewLink';
import { status } from '../../../support/fakeSources';

const noAlerts: AlertsInfo = { active: [], recent: [], rules: [], problems: [] } as unknown as AlertsInfo;

/** An engine that notes what a page wants. */
class Rig {
  readonly sent: ToView[] = [];
  readonly open = new Map<number, StreamRequest>();
  readonly alerts: unknown[] = [];
  reader: StreamReader | undefined;
  private streams = 0;
  readonly page: ServedPage;

  constructor(view: PageView = 'dashboard', role: Role = 'operator', changes: Partial<PageSources> = {}) {
    const sources: PageSources = {
      openStream: (request, reader) => {
        const id = ++this.streams;
        this.open.set(id, request);
        this.reader = reader;
        reader.reset();
        return { dispose: () => void this.open.delete(id) };
      },
      status: () => status,
      alerts: () => noAlerts,
      config: () => defaults(),
      layout: () => ({ layout: { ...layoutDefaults, panels: [], theme: { name: 'vscode', colours: {} } } }),
      alert: (command) => Promise.resolve(void this.alerts.push(command)),
      history: () => new Promise(() => undefined),
      marks: () => Promise.reject(new Error('The store is locked. Unlock it.')),
      ...changes,
    };
    this.page = new ServedPage({ view, role, sources, send: (message) => this.sent.push(message) });
  }

  get types(): string[] {
    return this.sent.map(({ type }) => type);
  }
}

const acknowledge = { type: 'alert', command: { kind: 'acknowledge', alert: 'a' } } as const;
const notice = {
  type: 'notice',
  notice: {
    id: 1,
    level: 'critical',
    message: 'Hot',
    alerts: [],
    incident: '',
    hasSound: false,
    advice: [],
    commands: [],
  },
} as const;

describe('a page in a browser', () => {
  it('is told nothing and asks for nothing before it is ready', () => {
    const rig = new Rig();
    rig.page.tellStatus();
    rig.page.tellAlerts();
    rig.page.tellLayout();
    rig.page.tell(notice);
    rig.page.heard({ type: 'watch', metrics: ['system.*'] });
    assert.deepEqual([rig.sent, rig.open.size], [[], 0]);
  });

  it('is told everything once it is ready, the layout only where it has one', () => {
    const [dashboard, energy] = [new Rig(), new Rig('energy')];
    for (const { page } of [dashboard, energy]) page.heard({ type: 'ready' });
    assert.deepEqual(dashboard.types, ['reset', 'status', 'alerts', 'layout']);
    assert.deepEqual(energy.types, ['reset', 'status', 'alerts']);
  });

  it('is not told that there are no alerts before it is known which there are', () => {
    let areKnown = false;
    const rig = new Rig('energy', 'operator', { alerts: () => (areKnown ? noAlerts : undefined) });
    rig.page.heard({ type: 'ready' });
    rig.page.tellAlerts();
    assert.deepEqual(rig.types, ['reset', 'status']);
    areKnown = true;
    rig.page.tellAlerts();
    assert.deepEqual(rig.types, ['reset', 'status', 'alerts']);
  });

  it('has one stream, of what it watches', () => {
    const { page, open } = new Rig();
    page.heard({ type: 'ready' });
    page.heard({ type: 'watch', metrics: ['agent.*'] });
    page.heard({ type: 'ready' });
    page.heard({ type: 'watch', metrics: ['agent.*', 'system.cpu_percent'] });
    assert.deepEqual(
      [...open.values()].map(({ metrics }) => metrics),
      [['agent.*', 'system.cpu_percent']],
    );
    page.end();
    assert.equal(open.size, 0);
  });

  it('that nobody sees gets notices alone, and costs no stream', () => {
    const rig = new Rig();
    rig.page.heard({ type: 'ready' });
    rig.page.heard({ type: 'rest' });
    rig.sent.length = 0;
    rig.page.tellStatus();
    rig.page.tellAlerts();
    rig.page.tell(notice);
    assert.deepEqual([rig.types, rig.open.size], [['notice'], 0]);
  });

  it('that asks for other metrics while it is held is sent those once it goes on', () => {
    const { page, open } = new Rig();
    page.heard({ type: 'ready' });
    page.hold();
    page.heard({ type: 'watch', metrics: ['agent.*'] });
    assert.equal(open.size, 0);
    page.goOn();
    assert.deepEqual(
      [...open.values()].map(({ metrics }) => metrics),
      [['agent.*']],
    );
  });

  it('that did not keep up begins anew with the metrics that it has', () => {
    const rig = new Rig();
    rig.page.heard({ type: 'ready' });
    rig.page.heard({ type: 'watch', metrics: ['agent.*'] });
    rig.page.hold();
    rig.sent.length = 0;
    rig.page.goOn();
    assert.equal(rig.types[0], 'reset');
    assert.deepEqual(
      [...rig.open.values()].map(({ metrics }) => metrics),
      [['agent.*']],
    );
  });

  it('that nobody sees is not fed again when it has taken what was sent before', () => {
    const rig = new Rig();
    rig.page.heard({ type: 'ready' });
    rig.page.hold();
    rig.page.heard({ type: 'rest' });
    rig.sent.length = 0;
    rig.page.goOn();
    assert.deepEqual([rig.types, rig.open.size], [[], 0]);
    rig.page.heard({ type: 'ready', goesOn: true });
    assert.equal(rig.open.size, 1);
  });

  it('answers alerts for an operator, and tells a viewer why it does not', async () => {
    const [operator, viewer] = [new Rig(), new Rig('dashboard', 'viewer')];
    for (const { page } of [operator, viewer]) {
      page.heard({ type: 'ready' });
      page.heard(acknowledge);
    }
    await new Promise(setImmediate);
    assert.deepEqual([operator.alerts.length, viewer.alerts.length], [1, 0]);
    const told = viewer.sent.at(-1);
    assert.ok(told?.type === 'notice' && told.notice.message.includes('operator'));
  });

  it('is told why an alert could not be answered', async () => {
    const rig = new Rig('dashboard', 'operator', {
      alert: () => Promise.reject(new Error('This alert is over.')),
    });
    rig.page.heard({ type: 'ready' });
    rig.page.heard(acknowledge);
    await new Promise(setImmediate);
    const told = rig.sent.at(-1);
    assert.ok(told?.type === 'notice' && told.notice.message === 'This alert is over.');
  });

  it('is told why the past cannot be had, and refused more questions than a page has', async () => {
    const rig = new Rig('performance');
    rig.page.heard({ type: 'ready' });
    rig.page.heard({ type: 'marks', question: 1, request: { from: 0, to: 1 } });
    const request = { metrics: ['a'], from: 0, to: 1, stepMs: 1000, aggregates: ['avg'], mostPoints: 1 } as const;
    for (let question = 2; question < 12; question++) rig.page.heard({ type: 'history', question, request });
    await new Promise(setImmediate);
    const refusals = rig.sent.filter(({ type }) => type === 'noHistory' || type === 'noMarks');
    assert.ok(refusals.some((one) => one.type === 'noMarks' && one.reason === 'The store is locked. Unlock it.'));
    assert.equal(refusals.filter(({ type }) => type === 'noHistory').length, 3);
  });
});

describe('what a page may say', () => {
  it('is what is read or answered there, and nothing that only the editor does', () => {
    const stars = (count: number): object => ({ type: 'watch', metrics: [`system.${'*'.repeat(count)}`] });
    assert.ok(parsePageMessage(JSON.stringify(stars(4))));
    assert.equal(parsePageMessage(JSON.stringify(stars(5))), undefined);
    assert.equal(parsePageMessage(JSON.stringify({ type: 'watch', metrics: ['no.such*'] })), undefined);
    const allowed = [{ type: 'ready' }, { type: 'rest' }, acknowledge, { type: 'watch', metrics: ['system.*'] }];
    for (const message of allowed) assert.deepEqual(parsePageMessage(JSON.stringify(message)), message);
    const refused = [
      '',
      'null',
      '{',
      '[]',
      '{"type":"command","command":"pause"}',
      '{"type":"layout","change":{"kind":"reset"}}',
      '{"type":"copy","text":"x"}',
      '{"type":"ux","figures":{}}',
      '{"type":"ready","more":1}',
      '{"type":"watch","metrics":[]}',
      `{"type":"watch","metrics":${JSON.stringify(Array(65).fill('system.*'))}}`,
      '['.repeat(100_000),
    ];
    for (const text of refused) assert.equal(parsePageMessage(text), undefined, text.slice(0, 60));
  });
});
