import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Standing } from '../../../src/engine/desk/standing';
import type { ToEngine } from '../../../src/protocol/engineLink';
import { statusWith } from '../../support/fakeEngine';

const request = { metrics: ['system.*'], maxHz: 10, historyMs: 1000 };
const marks: ToEngine = { type: 'marks', question: 5, request: { from: 0, to: 1 } };
const job: ToEngine = { type: 'job', job: 6, what: { kind: 'validate' } };

describe('What a window wants', () => {
  it('is told to the first engine, with nothing to tell the window', () => {
    const standing = new Standing(false);
    for (const message of [{ type: 'open', stream: 1, request } as const, marks, job]) standing.wants(message, false);
    const { toWindow, toEngine } = standing.begin();
    assert.deepEqual(toWindow, []);
    assert.deepEqual(toEngine, [{ type: 'open', stream: 1, request }, marks, job]);
  });

  it('is told to the next engine too, but not what is answered or closed', () => {
    const standing = new Standing(false);
    standing.begin();
    const secret = new Uint8Array(32);
    const told: ToEngine[] = [
      { type: 'unlock', secret },
      { type: 'focused', at: 7 },
      { type: 'open', stream: 1, request },
      { type: 'open', stream: 2, request },
      { type: 'close', stream: 2 },
      marks,
      { ...marks, question: 8 },
    ];
    for (const message of told) standing.wants(message, true);
    standing.hears({ type: 'noMarks', question: 8, reason: '' });
    assert.deepEqual(standing.lost(), []);
    assert.deepEqual(standing.begin(), {
      toWindow: [{ type: 'renewed', stream: 1 }],
      toEngine: [{ type: 'unlock', secret }, { type: 'focused', at: 7 }, { type: 'open', stream: 1, request }, marks],
    });
    assert.deepEqual(
      standing.begin().toEngine.filter(({ type }) => type === 'marks'),
      [],
      'it is under way',
    );
  });

  it('is never done twice: a job that was begun fails with a sentence', () => {
    const standing = new Standing(false);
    standing.begin();
    standing.wants(job, true);
    standing.wants({ type: 'rotateToken', question: 9 }, true);
    const [failed, refused, ...others] = standing.lost();
    assert.ok(failed?.type === 'jobFailed' && failed.job === 6 && !failed.isCancelled);
    assert.match(failed.reason, /has ended.*try again/);
    assert.ok(refused?.type === 'noEntrance' && refused.question === 9);
    assert.deepEqual([others, standing.begin().toEngine], [[], []]);
  });

  it('fails at once where no engine will come soon', () => {
    const standing = new Standing(false);
    standing.wants(job, false);
    standing.wants(marks, false);
    const reasons = standing.refuseAll('Wait.').map((message) => 'reason' in message && message.reason);
    assert.deepEqual(reasons, ['Wait.', 'Wait.']);
    assert.deepEqual(standing.begin().toEngine, []);
  });

  it('is paused as the last engine was, or as the user asked for since', () => {
    const standing = new Standing(true);
    assert.equal(standing.isPaused, true);
    standing.hears({ type: 'status', status: statusWith({ paused: false }) });
    assert.equal(standing.isPaused, false);
    standing.wants({ type: 'pause' }, false);
    assert.equal(standing.isPaused, true);
    assert.deepEqual(standing.begin().toEngine, [{ type: 'pause' }]);
    standing.hears({ type: 'status', status: statusWith({ paused: true }) });
    standing.hears({ type: 'status', status: statusWith({ paused: false }) });
    assert.equal(standing.isPaused, false, 'another window resumed it');
  });

  it('is paused by the next engine where the last one was told so, and ended before it did it', () => {
    const standing = new Standing(false);
    standing.begin();
    standing.wants({ type: 'pause' }, true);
    standing.hears({ type: 'status', status: statusWith({ paused: false }) });
    standing.lost();
    assert.equal(standing.isPaused, true);
    assert.deepEqual(standing.begin().toEngine, [{ type: 'pause' }]);
    for (let i = 0; i < 3; i++) standing.hears({ type: 'status', status: statusWith({ paused: false }) });
    assert.equal(standing.isPaused, false, 'another window resumed it at the same moment');
    assert.deepEqual(standing.begin().toEngine, []);
  });

  it('tells its user when it is not known whether something about an alert was done', () => {
    const standing = new Standing(false);
    const alert: ToEngine = { type: 'alert', command: { kind: 'acknowledge', alert: 'a' } };
    standing.wants(alert, true);
    standing.hears({
      type: 'alerts',
      alerts: { active: [], recent: [], silences: [], rules: [], problems: [], file: '' },
    });
    assert.deepEqual(standing.lost(), []);
    standing.wants(alert, true);
    const [refused, ...others] = standing.lost();
    assert.ok(refused?.type === 'alertRefused' && refused.reason.includes('try again'));
    assert.deepEqual([others, standing.lost()], [[], []]);
  });
});
