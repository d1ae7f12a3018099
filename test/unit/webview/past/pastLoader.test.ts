import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import type { HistoryAnswer } from '../../../../src/protocol/history';
import type { FromView } from '../../../../src/protocol/viewLink';
import { PastLoader } from '../../../../webview/shared/past/pastLoader';
import { FakePageTime } from '../fakePageTime';

const hour = 3_600_000;
const end = 1_780_000_000_000;
type Question = Extract<FromView, { type: 'history' }>;

describe('PastLoader', () => {
  let time: FakePageTime;
  let asked: Question[];
  let loader: PastLoader;
  let to: number;
  let rangeMs: number;
  let series: number;

  beforeEach(() => {
    time = new FakePageTime();
    asked = [];
    to = end;
    rangeMs = hour;
    series = 1;
    loader = new PastLoader(
      time,
      { drawn: ['system.cpu_percent'], summed: [] },
      (message) => {
        if (message.type === 'history') asked.push(message);
      },
      () => {
        look();
      },
    );
    look();
  });

  const look = (): void => {
    loader.look({ rangeMs, to, series });
  };
  const last = (): Question => asked[asked.length - 1]!;
  const answerOf = ({ request }: Question, changes: Partial<HistoryAnswer> = {}): HistoryAnswer => ({
    from: request.from,
    to: request.to,
    stepMs: request.stepMs,
    series: [],
    ...changes,
  });
  const answer = (changes: Partial<HistoryAnswer> = {}): void => {
    loader.answered(last().question, answerOf(last(), changes));
  };

  it('asks one question at a time', () => {
    for (let at = 0; at < 5; at++) look();
    assert.equal(asked.length, 1);
    assert.equal(loader.isLoaded, false);
    answer();
    assert.equal(loader.isLoaded, true);
  });

  it('asks for the newest part only when a step is over', () => {
    answer();
    to = end + 9999;
    look();
    assert.equal(asked.length, 1);
    to = end + 10_000;
    look();
    assert.deepEqual([last().request.from, last().request.to], [end, end + 10_000]);
  });

  it('asks again later and later after failures, never in a hidden page', () => {
    for (const [at, ms] of [5000, 10_000, 20_000, 40_000, 60_000, 60_000].entries()) {
      loader.failed(last().question, 'No access.');
      assert.equal(loader.problem, 'No access.');
      time.advance(ms - 2);
      assert.equal(asked.length, at + 1);
      time.advance(4);
      assert.equal(asked.length, at + 2);
    }
    loader.failed(last().question, 'No access.');
    time.visible = false;
    loader.visibilityChanged();
    assert.equal(time.pending, 0, 'nothing waits in a hidden page');
    time.advance(200_000);
    look();
    assert.equal(asked.length, 7);
    time.visible = true;
    loader.visibilityChanged();
    assert.equal(asked.length, 8);
    answer();
    assert.equal(loader.problem, undefined);
  });

  it('has what was asked ahead at hand when it is wanted, and asks it once', () => {
    answer();
    const before = loader.store;
    loader.foresee({ rangeMs: 24 * hour, to, series });
    loader.foresee({ rangeMs: 24 * hour, to, series });
    assert.equal(asked.length, 2);
    answer();
    assert.equal(loader.store, before, 'nothing else is shown before');
    rangeMs = 24 * hour;
    to += 9000;
    look();
    assert.equal(loader.isLoaded, true);
    assert.equal(loader.store?.stepMs, 300_000);
    assert.equal(asked.length, 2);
    to += 300_000;
    look();
    assert.ok(last().request.from >= end - 300_000, 'what has come since is all that is asked then');
  });

  it('waits for what was asked ahead when it is wanted before it has come', () => {
    answer();
    loader.foresee({ rangeMs: 24 * hour, to, series });
    rangeMs = 24 * hour;
    look();
    assert.equal(asked.length, 2);
    assert.equal(loader.isLoaded, false);
    loader.failed(last().question, 'No access.');
    assert.equal(loader.problem, 'No access.');
    time.advance(5001);
    answer();
    assert.equal(loader.isLoaded, true);
  });

  it('asks anew for what failed ahead, was lost with an engine, or was hidden from', () => {
    const losses = [
      () => {
        loader.failed(last().question, 'No access.');
      },
      () => {
        loader.retry();
      },
      () => {
        loader.visibilityChanged();
      },
    ];
    answer();
    for (const [at, lose] of losses.entries()) {
      const days = (at + 1) * 24 * hour;
      loader.foresee({ rangeMs: days, to, series });
      const ahead = last();
      lose();
      assert.equal(loader.problem, undefined, 'nobody waited for it');
      rangeMs = days;
      look();
      assert.notEqual(last().question, ahead.question);
      loader.answered(ahead.question, answerOf(ahead));
      assert.equal(loader.isLoaded, false);
      answer();
      assert.equal(loader.isLoaded, true);
    }
  });

  it('asks nothing ahead in a hidden page, nor what it knows', () => {
    answer();
    loader.foresee({ rangeMs: hour, to, series });
    time.visible = false;
    loader.foresee({ rangeMs: 24 * hour, to, series });
    assert.equal(asked.length, 1);
  });

  it('does not wait for ever for an answer', () => {
    time.advance(60_001);
    assert.match(loader.problem!, /has not come within 60 s/);
    loader.answered(1, answerOf(asked[0]!));
    assert.equal(loader.isLoaded, false, 'and takes none that comes too late');
  });

  it('forgets a question when another range is wanted, and shows the range before until then', () => {
    answer();
    const before = loader.store;
    rangeMs = 24 * hour;
    look();
    assert.equal(last().request.stepMs, 300_000);
    assert.equal(loader.store, before);
    const other = last();
    rangeMs = 6 * hour;
    look();
    loader.answered(other.question, answerOf(other));
    assert.equal(loader.isLoaded, false);
    answer();
    assert.equal(loader.isLoaded, true);
    assert.notEqual(loader.store, before);
  });

  it('takes longer steps where the past is kept in longer ones', () => {
    answer({ stepMs: 60_000 });
    assert.equal(loader.store!.stepMs, 60_000);
    to = end + 60_000;
    look();
    assert.equal(last().request.stepMs, 60_000);
    answer({ stepMs: 300_000 });
    assert.equal(loader.isLoaded, false, 'two lengths do not make one line');
    assert.ok(last().request.from <= to - hour, 'all of it is asked for again');
  });

  it('asks for longer steps when an answer is refused, for there may be more series than are known', () => {
    series = 40;
    rangeMs = 900_000;
    look();
    assert.equal(last().request.stepMs, 2000);
    for (const [refusals, stepMs] of [10_000, 10_000, 30_000].entries()) {
      loader.failed(last().question, 'Too many points.');
      time.advance(5000 * 2 ** refusals + 2);
      assert.equal(last().request.stepMs, stepMs);
    }
    answer();
    rangeMs = 86_400_000;
    look();
    assert.equal(last().request.stepMs, 300_000, 'another range begins anew');
  });

  it('begins anew when the clock was set back, and at once when the engine is found again', () => {
    answer();
    to = end - 2 * hour;
    look();
    assert.ok(last().request.from < to - hour);
    loader.failed(last().question, 'The engine stopped.');
    loader.retry();
    assert.equal(asked.length, 3);
  });
});
