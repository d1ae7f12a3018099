import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { RequestTimes } from '../../../src/engine/models/requestTimes';
import { TimeHistogram } from '../../../src/engine/models/timeHistogram';
import { requestAt } from './request';

const sum = (counts: Iterable<number>): number => [...counts].reduce((all, count) => all + count, 0);

describe('a histogram of times', () => {
  it('counts each time once, at the first bound that it does not exceed', () => {
    const histogram = new TimeHistogram([0.1, 1]);
    for (const ms of [0, 100, 100.5, 1000, 5000]) histogram.add(ms);
    assert.deepEqual([...histogram.counts], [2, 2, 1]);
    assert.ok(Math.abs(histogram.sum - 6.2005) < 1e-12);
  });

  it('leaves out what is no time, and agrees with counting one by one', () => {
    fc.assert(
      fc.property(fc.array(fc.double()), (times) => {
        const bounds = [0.001, 0.5, 20];
        const histogram = new TimeHistogram(bounds);
        for (const ms of times) histogram.add(ms);
        const seconds = times.filter((ms) => Number.isFinite(ms) && ms >= 0).map((ms) => ms / 1000);
        for (const [i, bound] of bounds.entries())
          assert.equal(sum(histogram.counts.slice(0, i + 1)), seconds.filter((each) => each <= bound).length);
        assert.equal(sum(histogram.counts), seconds.length);
      }),
    );
  });
});

describe('times of requests', () => {
  const meter = { runtime: 'local', model: 'm' };
  const whole = { firstContentAt: 200, lastContentAt: 1200, endedAt: 1500, tokensSeen: 11 };

  it('are counted by model: all of a whole request, only the first token of one that was cut short', () => {
    const times = new RequestTimes();
    times.add({ request: requestAt(0, { ...whole, state: 'done' }), meter });
    times.add({ request: requestAt(0, { ...whole, state: 'cancelled' }), meter });
    times.add({ request: requestAt(0, { endedAt: 40, state: 'failed' }), meter });
    times.add({ request: requestAt(0, { ...whole, state: 'done' }), meter: { ...meter, model: 'other' } });
    const [first, second, ...more] = times.all();
    assert.deepEqual([first?.labels, second?.labels, more], [meter, { runtime: 'local', model: 'other' }, []]);
    const { firstToken, interToken, duration } = first!;
    assert.deepEqual(
      [firstToken, interToken, duration].map(({ counts, sum: seconds }) => [sum(counts), seconds]),
      [
        [2, 0.4],
        [1, 0.1],
        [1, 1.5],
      ],
    );
  });

  it('share one account beyond 1,000 models, so that made-up names cannot fill the memory', () => {
    const times = new RequestTimes();
    for (let i = 0; i < 1500; i++)
      times.add({ request: requestAt(0, { ...whole, state: 'done' }), meter: { runtime: 'local', model: `m${i}` } });
    const all = [...times.all()];
    assert.equal(all.length, 1001);
    assert.deepEqual(all.at(-1)?.labels, { overflow: 'true' });
    assert.equal(sum(all.at(-1)!.firstToken.counts), 500);
  });
});
