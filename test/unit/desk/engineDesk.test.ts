import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import fc from 'fast-check';
import { EngineDesk } from '../../../src/engine/desk/engineDesk';
import { followerDesk } from '../../../src/engine/desk/followerDesk';
import type { Follower } from '../../../src/engine/elect/leading';
import type { Notice } from '../../../src/protocol/alerts';
import type { FromEngine, ToEngine } from '../../../src/protocol/engineLink';
import { FakeDeskEngine } from '../../support/fakeDeskEngine';
import { configWith } from '../../support/fakeEngine';

const request = { metrics: ['system.*'], maxHz: 10, historyMs: 1000 };
const follower: Follower = { instance: 'a'.repeat(16), pid: 7, kind: 'window' };
const notice: Notice = {
  ...{
    id: 1,
    level: 'critical',
    message: 'Hot.',
    alerts: [],
    incident: 'i',
    hasSound: false,
    advice: [],
    commands: [],
  },
};

describe('The desks of an engine', () => {
  let engine: FakeDeskEngine;
  beforeEach(() => {
    engine = new FakeDeskEngine();
  });

  function desk(who?: Pick<Follower, 'kind'>): { readonly desk: EngineDesk; readonly heard: FromEngine[] } {
    const heard: FromEngine[] = [];
    return { desk: new EngineDesk(engine.asEngine, (message) => heard.push(message), who), heard };
  }

  it('keep streams of the same number apart, and close only their own', () => {
    const [first, second] = [desk(), desk(follower)];
    for (const { desk: each } of [first, second]) each.receive({ type: 'open', stream: 1, request });
    const [of1, of2] = [...engine.open.values()];
    of1!({ type: 'live', stream: 1 });
    assert.deepEqual([first.heard.at(-1)?.type, second.heard.at(-1)?.type], ['live', 'status']);
    second.desk.close();
    assert.equal(engine.open.size, 1);
    of2!({ type: 'live', stream: 1 });
    assert.equal(second.heard.at(-1)?.type, 'status', 'who has left hears nothing');
    first.desk.receive({ type: 'open', stream: 1, request });
    assert.equal(engine.open.size, 1, 'one that is opened anew takes the place of the old one');
  });

  it('tell everybody how things stand, whoever comes later at once', () => {
    const first = desk();
    engine.desks.tellAlerts({ active: [], recent: [], silences: [], rules: [], problems: [], file: '/rules' });
    const later = desk(follower);
    for (const { heard } of [first, later])
      assert.deepEqual(heard.map(({ type }) => type).sort(), ['alerts', 'status']);
    engine.desks.tellStatus();
    for (const { heard } of [first, later]) assert.equal(heard.length, 3);
  });

  it('tell only other processes what the own log has already', () => {
    const [own, other] = [desk(), desk(follower)];
    engine.desks.tellLog('warn', 'text');
    assert.deepEqual(other.heard.at(-1), { type: 'log', level: 'warn', message: 'text' });
    assert.notEqual(own.heard.at(-1)?.type, 'log');
  });

  it('show a notice in exactly one window: the one focused last, else that of the engine', () => {
    const all = [desk(), desk(follower), desk(follower), desk({ kind: 'serve' })];
    const shownBy = (): number[] => {
      engine.desks.notify(notice);
      return all.flatMap(({ heard }, i) => (heard.splice(0).some(({ type }) => type === 'notice') ? [i] : []));
    };
    assert.deepEqual(shownBy(), [0]);
    all[2]!.desk.receive({ type: 'focused', at: 2000 });
    all[1]!.desk.receive({ type: 'focused', at: 1000 });
    all[3]!.desk.receive({ type: 'focused', at: 9000 });
    assert.deepEqual(shownBy(), [2]);
    all[1]!.desk.receive({ type: 'focused', at: Number.MAX_VALUE });
    assert.deepEqual(shownBy(), [1]);
    all[2]!.desk.receive({ type: 'focused', at: Date.now() + 1 });
    all[1]!.desk.close();
    assert.deepEqual(shownBy(), [2]);
    for (const { desk: each } of all.slice(0, 3)) each.close();
    assert.deepEqual(shownBy(), [], 'what is no window has nobody in front of it');
  });

  it('end the work and the pages of who has left', async () => {
    const { desk: left, heard } = desk(follower);
    const figures = { frames: 1, frameTimeMs: 1, jankPercent: 0, interactionMs: null };
    left.receive({ type: 'ux', report: { kind: 'view', view: 'energy', figures } });
    left.receive({ type: 'job', job: 1, what: { kind: 'validate' } });
    left.close();
    assert.equal(engine.signals[0]?.aborted, true);
    assert.equal(engine.done.at(-1), 'ux viewGone');
    const before = heard.length;
    await new Promise(setImmediate);
    assert.equal(heard.length, before);
  });

  it('tell who asked, and nobody else, that something about an alert was not done', async () => {
    const [first, second] = [desk(), desk(follower)];
    second.desk.receive({ type: 'alert', command: { kind: 'acknowledge', alert: 'gone' } });
    await new Promise(setImmediate);
    assert.deepEqual(second.heard.at(-1), { type: 'alertRefused', reason: 'It is over.' });
    assert.notEqual(first.heard.at(-1)?.type, 'alertRefused');
  });

  it('carry nothing out that would be lost, where another process leads by now', async () => {
    const own = desk();
    engine.leads = false;
    own.desk.receive({ type: 'pause' });
    await new Promise(setImmediate);
    assert.deepEqual(
      own.heard.map(({ type }) => type),
      ['status'],
      'its window gives the order again',
    );
    own.desk.receive({ type: 'alert', command: { kind: 'acknowledge', alert: 'a' } });
    await new Promise(setImmediate);
    const told = own.heard.at(-1);
    assert.match(told?.type === 'alertRefused' ? told.reason : '', /leads by now.*Ask again/);
    assert.deepEqual(engine.done, []);
  });

  it('carry out what is asked in its order', async () => {
    const own = desk();
    for (const type of ['pause', 'resume', 'pause'] as const) own.desk.receive({ type });
    own.desk.receive({ type: 'alert', command: { kind: 'acknowledge', alert: 'a' } });
    own.desk.receive({ type: 'resume' });
    await new Promise(setImmediate);
    assert.deepEqual(engine.done, ['pause', 'resume', 'pause', 'alert a', 'resume']);
  });
});

describe('What another process says to an engine', () => {
  const judged = async (message: unknown): Promise<string[]> => {
    const engine = new FakeDeskEngine();
    const desk = followerDesk(
      engine.asEngine,
      follower,
      () => undefined,
      () => undefined,
    );
    desk.receive(message as ToEngine);
    await new Promise(setImmediate);
    return engine.done;
  };

  it('is done when it is in bounds', async () => {
    assert.deepEqual(await judged({ type: 'pause' }), ['pause']);
    assert.deepEqual(await judged({ type: 'open', stream: 3, request }), ['open 3']);
    assert.deepEqual(await judged({ type: 'unlock', secret: new Uint8Array(32) }), ['unlock']);
    assert.deepEqual(await judged({ type: 'alert', command: { kind: 'acknowledge', alert: 'x' } }), ['alert x']);
  });

  it('never ends the engine, nor puts settings of its own in force', async () => {
    assert.deepEqual(await judged({ type: 'stop' }), []);
    assert.deepEqual(await judged({ type: 'configure', config: configWith() }), []);
  });

  it('is left out when it is out of bounds or unknown', async () => {
    const bad: readonly unknown[] = [
      { type: 'later' },
      { type: 'open', stream: -1, request },
      { type: 'open', stream: 1, request: { ...request, maxHz: Infinity } },
      { type: 'open', stream: 1, request: { ...request, metrics: ['x'.repeat(1000)] } },
      { type: 'open', stream: 1, request: { ...request, historyMs: 1e12 } },
      { type: 'unlock', secret: new Uint8Array(31) },
      { type: 'job', job: 1, what: { kind: 'backup', file: 'relative.zip' } },
      { type: 'job', job: 1, what: { kind: 'format' } },
      { type: 'focused', at: NaN },
    ];
    for (const message of bad) assert.deepEqual(await judged(message), [], JSON.stringify(message));
  });

  it('is refused when it is a question, since somebody waits for the answer', () => {
    const answered = (message: unknown): readonly unknown[] => {
      const told: FromEngine[] = [];
      const desk = followerDesk(
        new FakeDeskEngine().asEngine,
        follower,
        (each) => told.push(each),
        () => undefined,
      );
      desk.receive(message as ToEngine);
      return told.slice(1).map((each) => [each.type, 'reason' in each && /not understand.*reload/.test(each.reason)]);
    };
    const tooLong = { kind: 'testAlerts', from: 0, to: 1, config: configWith(), rules: 'x'.repeat(5_000_000) };
    assert.deepEqual(answered({ type: 'job', job: 4, what: tooLong }), [['jobFailed', true]]);
    assert.deepEqual(answered({ type: 'history', question: 4, request: {} }), [['noHistory', true]]);
    assert.deepEqual(answered({ type: 'marks', question: 4 }), [['noMarks', true]]);
    assert.deepEqual(answered({ type: 'endpoint', question: 4, role: 'god' }), [['noEntrance', true]]);
    for (const nobodyWaits of [{ type: 'job', job: NaN }, { type: 'later', question: 1 }, { type: 'open' }])
      assert.deepEqual(answered(nobodyWaits), []);
  });

  it('throws nothing, whatever it is', async () => {
    const types = fc.constantFrom(
      'open',
      'close',
      'job',
      'history',
      'marks',
      'ux',
      'alert',
      'focused',
      'endpoint',
      'x',
    );
    const message = fc.tuple(types, fc.object()).map(([type, rest]) => ({ ...rest, type }));
    await fc.assert(fc.asyncProperty(message, async (each) => Array.isArray(await judged(each))));
  });
});
