import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'node:test';
import type { Notice } from '../../../../src/protocol/alerts';
import { severityRank } from '../../../../src/protocol/rules/rule';
import { mostToasts, ToastQueue } from '../../../../webview/dashboard/notices/toastQueue';
import { noticeOf } from '../../../browser/busyAlerts';
import { FakePageTime } from '../fakePageTime';

const queueOf = () => {
  const time = new FakePageTime();
  const queue = new ToastQueue(time, () => undefined);
  const shown = (): number[] => queue.shown.map(({ notice }) => notice.id);
  return { time, queue, shown };
};

describe('ToastQueue', () => {
  it('shows the three most severe and newest, and counts the others', () => {
    const { queue, shown } = queueOf();
    queue.add(noticeOf(1, { level: 'critical' }));
    for (const id of [2, 3]) queue.add(noticeOf(id, { level: 'info' }));
    for (const id of [4, 5]) queue.add(noticeOf(id));
    assert.deepEqual(shown(), [1, 5, 4]);
    assert.equal(queue.more, 2);
    queue.close(queue.shown[0]!.key);
    assert.deepEqual(shown(), [5, 4, 3]);
    queue.closeAll();
    assert.deepEqual(shown(), []);
    assert.equal(queue.more, 0);
  });

  it('takes a notice away after its time, and one without a time only when it is closed', () => {
    const { time, queue, shown } = queueOf();
    queue.add(noticeOf(1, { durationMs: 5000 }));
    queue.add(noticeOf(2));
    time.advance(4990);
    assert.deepEqual(shown(), [2, 1]);
    time.advance(20);
    assert.deepEqual(shown(), [2]);
    assert.equal(time.pending, 0, 'what stays needs no timer');
    time.advance(600_000);
    assert.deepEqual(shown(), [2]);
  });

  it('counts no time while somebody reads', () => {
    const { time, queue, shown } = queueOf();
    queue.add(noticeOf(1, { durationMs: 5000 }));
    time.advance(3000);
    queue.hold(true);
    assert.equal(time.pending, 0);
    time.advance(60_000);
    assert.deepEqual(shown(), [1]);
    queue.hold(false);
    time.advance(1990);
    assert.deepEqual(shown(), [1]);
    time.advance(20);
    assert.deepEqual(shown(), []);
  });

  it('counts no time while the page is hidden, and has no timer then', () => {
    const { time, queue, shown } = queueOf();
    queue.add(noticeOf(1, { durationMs: 5000 }));
    time.advance(3000);
    time.visible = false;
    queue.visibilityChanged();
    queue.add(noticeOf(2, { durationMs: 1000 }));
    assert.equal(time.pending, 0);
    time.advance(60_000);
    time.visible = true;
    queue.visibilityChanged();
    assert.deepEqual(shown(), [2, 1]);
    time.advance(1010);
    assert.deepEqual(shown(), [1]);
    time.advance(1000);
    assert.deepEqual(shown(), []);
  });

  it('counts the time of a notice only once it is drawn', () => {
    const { time, queue, shown } = queueOf();
    queue.add(noticeOf(1, { level: 'info', durationMs: 1000 }));
    for (const id of [2, 3, 4]) queue.add(noticeOf(id, { durationMs: 5000 }));
    time.advance(5010);
    assert.deepEqual(shown(), [1]);
    time.advance(1000);
    assert.deepEqual(shown(), []);
  });

  it('does not pull what is read from under the pointer', () => {
    const { queue, shown } = queueOf();
    for (const id of [1, 2, 3]) queue.add(noticeOf(id, { level: 'info' }));
    queue.hold(true);
    queue.add(noticeOf(4, { level: 'critical' }));
    assert.deepEqual(shown(), [3, 2, 1]);
    queue.hold(false);
    assert.deepEqual(shown(), [4, 3, 2]);
  });

  it('keeps one notice an incident, and says what is over or seen no longer', () => {
    const { queue, shown } = queueOf();
    queue.add(noticeOf(1, { incident: 'one' }));
    queue.add(noticeOf(2, { incident: 'one', level: 'critical' }));
    queue.add(noticeOf(3));
    assert.deepEqual(shown(), [2, 3]);
    queue.review(() => false);
    assert.deepEqual(shown(), [2, 3], 'a notice may come before its alert does');
    queue.review(() => true);
    queue.review((alert) => alert === 'alert-3');
    assert.deepEqual(shown(), [3]);
  });

  it('never forgets that there were more, however many come', () => {
    const { queue } = queueOf();
    queue.add(noticeOf(0, { level: 'critical' }));
    for (let id = 1; id < 1000; id++) queue.add(noticeOf(id));
    assert.equal(queue.shown.length + queue.more, 1000);
    assert.equal(queue.shown[0]!.notice.level, 'critical', 'the least severe are those that are given up');
  });

  it('holds to its promises whatever happens', () => {
    const step = fc.oneof(
      fc.record({
        kind: fc.constant('add' as const),
        level: fc.constantFrom<Notice['level']>('info', 'warning', 'critical'),
        durationMs: fc.option(fc.integer({ min: 0, max: 5000 }), { nil: undefined }),
      }),
      fc.record({ kind: fc.constant('close' as const), at: fc.nat(2) }),
      fc.record({ kind: fc.constant('hold' as const), held: fc.boolean() }),
      fc.record({ kind: fc.constant('see' as const), visible: fc.boolean() }),
      fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 3000 }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const { time, queue } = queueOf();
        let id = 0;
        let isHeld = false;
        for (const one of steps) {
          if (one.kind === 'add') {
            const { level, durationMs } = one;
            queue.add(noticeOf(++id, { level, ...(durationMs === undefined ? {} : { durationMs }) }));
          } else if (one.kind === 'close') queue.close(queue.shown[one.at]?.key ?? '');
          else if (one.kind === 'hold') queue.hold((isHeld = one.held));
          else if (one.kind === 'see') {
            time.visible = one.visible;
            queue.visibilityChanged();
          } else time.advance(one.ms);
          const ranks = queue.shown.map(({ notice }) => severityRank(notice.level));
          assert.ok(ranks.length <= mostToasts && queue.more >= 0);
          assert.ok(queue.more === 0 || ranks.length === mostToasts, 'there is room for what is not shown');
          assert.ok(time.pending <= 1);
          if (isHeld || !time.visible) assert.equal(time.pending, 0);
          if (!isHeld) assert.deepEqual(ranks, [...ranks].sort().reverse());
        }
      }),
    );
  });
});
