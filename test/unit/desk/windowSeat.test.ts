import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { WindowSeat } from '../../../src/engine/desk/windowSeat';
import type { Leading, MemberOptions, MemberState } from '../../../src/engine/elect/leading';
import type { FromEngine, ToEngine } from '../../../src/protocol/engineLink';
import type { InstanceStatus } from '../../../src/protocol/instances';
import { FakeDeskEngine } from '../../support/fakeDeskEngine';
import { configWith, statusWith } from '../../support/fakeEngine';
import { heldFence } from '../../support/fences';

const request = { metrics: ['system.*'], maxHz: 10, historyMs: 1000 };
const past = { metrics: ['*'], from: 0, to: 1, stepMs: 0, aggregates: ['avg'], mostPoints: 1 } as const;
const open: ToEngine = { type: 'open', stream: 1, request };
const leader: InstanceStatus = { instance: 'l'.repeat(16), pid: 2, role: 'leader', kind: 'window', since: 1 };
const following: MemberState = { kind: 'following', epoch: 3, leader };

describe('A window among those that share an engine', () => {
  let member: MemberOptions;
  let sent: ToEngine[];
  let heard: FromEngine[];
  let engines: FakeDeskEngine[];
  let paused: (boolean | undefined)[];
  let seat: WindowSeat;

  beforeEach(() => {
    [sent, heard, engines, paused] = [[], [], [], []];
    seat = new WindowSeat({
      ...{ config: configWith(), dataDir: '/data', version: '1', paused: false },
      post: (message) => heard.push(message),
      makeEngine: (circumstances) => {
        paused.push(circumstances.paused);
        const engine = new FakeDeskEngine();
        engines.push(engine);
        return engine.asEngine;
      },
      join: (options) => {
        member = options;
        return {
          instance: 'w'.repeat(16),
          start: () => undefined,
          stop: () => Promise.resolve(),
          send: (message) => sent.push(message) > 0,
        };
      },
    });
  });

  const lead = (): Promise<Leading> => member.lead({ fence: heldFence(1), takeoverMs: undefined });
  const types = (): string[] => heard.splice(0).map(({ type }) => type);

  it('runs the engine while it leads, and says that it does', async () => {
    seat.receive(open);
    const leading = await lead();
    assert.deepEqual(engines[0]!.done, ['sharedBy', 'start', 'open 1']);
    const [status] = heard;
    assert.deepEqual(status?.type === 'status' && status.status.self, { instance: 'w'.repeat(16), role: 'leader' });
    await leading.stop('handedOver');
    assert.equal(engines[0]!.done.at(-1), 'stop handedOver');
    assert.equal(engines[0]!.open.size, 0);
  });

  it('passes on what the window and the leader say while it follows', () => {
    seat.receive(open);
    member.changed(following);
    assert.deepEqual(sent, [open]);
    seat.receive({ type: 'configure', config: configWith() });
    assert.deepEqual(sent, [open], "the leader's settings are in force");
    member.received!({ type: 'status', status: statusWith() });
    const [status] = heard;
    assert.equal(status?.type === 'status' && status.status.self?.role, 'follower');
  });

  it('goes on with its streams and questions with the next engine, own or not', async () => {
    member.changed(following);
    seat.receive(open);
    const marks: ToEngine = { type: 'marks', question: 5, request: { from: 0, to: 1 } };
    seat.receive(marks);
    seat.receive({ type: 'job', job: 6, what: { kind: 'validate' } });
    member.received!({ type: 'status', status: statusWith({ paused: true }) });
    member.changed({ kind: 'seeking' });
    assert.deepEqual(types(), ['status', 'jobFailed']);
    const leading = await lead();
    await new Promise(setImmediate);
    assert.deepEqual(paused, [true], 'what was paused stays so');
    assert.deepEqual(types(), ['status', 'renewed', 'marks']);
    assert.ok(engines[0]!.done.includes('open 1'));
    await leading.stop('superseded');
    sent.length = 0;
    member.changed(following);
    assert.deepEqual(types(), ['renewed']);
    assert.deepEqual(sent, [open]);
  });

  it('says why there is no engine, and refuses what cannot be asked', () => {
    seat.receive({ type: 'job', job: 6, what: { kind: 'validate' } });
    member.changed({ kind: 'waiting', reason: 'A command is at work.' });
    const [failed, status] = heard;
    assert.ok(failed?.type === 'jobFailed' && failed.reason === 'A command is at work.');
    assert.ok(status?.type === 'status');
    assert.deepEqual(status.status.components, [{ id: 'engine', state: 'degraded', reason: 'A command is at work.' }]);
    heard.length = 0;
    seat.receive({ type: 'history', question: 7, request: past });
    seat.receive({ type: 'alert', command: { kind: 'acknowledge', alert: 'a' } });
    const reason = 'A command is at work.';
    assert.deepEqual(heard.splice(0), [
      { type: 'noHistory', question: 7, reason },
      { type: 'alertRefused', reason },
    ]);
    member.changed(following);
    assert.deepEqual(sent, [], 'what was refused is not asked later');
    member.changed({ kind: 'seeking' });
    seat.receive({ type: 'history', question: 8, request: past });
    assert.deepEqual(types(), [], 'the next engine is asked');
    seat.receive({ type: 'alert', command: { kind: 'acknowledge', alert: 'a' } });
    const [refusal] = heard;
    assert.match(refusal?.type === 'alertRefused' ? refusal.reason : '', /try it again/);
  });

  it('has no engine begin with a job that was cancelled while there was none', () => {
    seat.receive({ type: 'job', job: 6, what: { kind: 'purge', what: 'all' } });
    seat.receive({ type: 'cancelJob', job: 6 });
    const [failed, ...others] = heard;
    assert.ok(failed?.type === 'jobFailed' && failed.job === 6 && failed.isCancelled);
    assert.deepEqual(others, []);
    member.changed(following);
    assert.deepEqual(sent, []);
    seat.receive({ type: 'job', job: 7, what: { kind: 'validate' } });
    seat.receive({ type: 'cancelJob', job: 7 });
    assert.deepEqual(
      sent.map(({ type }) => type),
      ['job', 'cancelJob'],
    );
  });

  it('leaves out what no leader says', () => {
    member.changed(following);
    const bad: readonly unknown[] = [
      { type: 'stopped' },
      { type: 'renewed', stream: 1 },
      { type: 'later' },
      { type: 'constructor' },
      {
        type: 'rows',
        stream: 1,
        rows: [{ group: 1, timestamps: new Float64Array(2), series: new Int32Array(1), values: new Float64Array(1) }],
      },
      { type: 'rows', stream: 1, rows: 'all' },
      { type: 'status', status: null },
      {
        type: 'history',
        question: 1,
        answer: { series: [{ times: new Float64Array(1), values: [new Float64Array(2)] }] },
      },
      { type: 'log', level: 'loud', message: 'x' },
      { type: 'jobFailed', job: NaN, reason: 'x', isCancelled: false },
    ];
    for (const message of bad) member.received!(message as FromEngine);
    assert.deepEqual(types(), ['log']);
  });
});
