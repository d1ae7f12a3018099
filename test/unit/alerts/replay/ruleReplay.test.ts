import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Bound } from '../../../../src/protocol/rules/rule';
import { aRule, leaf, measure } from '../evaluate/someRules';
import { after, firingsOf, type Stretch } from './recording';

const minute = 60;
const busy = (seconds: number): Stretch => ({ seconds, value: 100 });
const idle = (seconds: number): Stretch => ({ seconds, value: 5 });
const nothing = (seconds: number): Stretch => ({ seconds, value: NaN });

/** When a rule about the CPU fired, and when that was over, in seconds of the recording. */
async function spans(
  condition: Parameters<typeof aRule>[0],
  stretches: readonly Stretch[],
): Promise<{ from: number; to: number }[]> {
  const fired = await firingsOf([aRule(condition)], [{ metric: 'system.cpu_percent', stretches }]);
  return (fired.get('rule') ?? []).map(({ from, to }) => ({
    from: after(from),
    to: to === undefined ? Infinity : after(to),
  }));
}

function isNear(seconds: number, expected: number, within: number): boolean {
  return Math.abs(seconds - expected) <= within;
}

describe('rules over the past', () => {
  const average = leaf(measure('system.cpu_percent', {}, { windowMs: 5 * minute * 1000 }), '>', 80);

  it('judge a window only once it was watched, as live', async () => {
    assert.deepEqual(await spans(average, [busy(4.4 * minute)]), []);
    const [fired, ...others] = await spans(average, [busy(10 * minute), idle(5 * minute)]);
    assert.deepEqual(others, []);
    // The window is of buckets of 3 s, and four fifths of it are busy for a minute and 3 s more.
    assert.ok(fired && isNear(fired.from, 4.5 * minute, 2) && isNear(fired.to, 11 * minute, 8), JSON.stringify(fired));
  });

  it('do not count the sleep of a machine as watched, and know what was before it', async () => {
    assert.deepEqual(await spans(average, [busy(4 * minute), nothing(60 * minute), busy(4 * minute)]), []);
    const [once] = await spans(average, [idle(10 * minute), nothing(60 * minute), busy(6 * minute)]);
    assert.ok(once && isNear(once.from, 74.5 * minute, 2), JSON.stringify(once));
    const usual: Bound = {
      kind: 'baseline',
      windowMs: 4 * 3_600_000,
      offsetMs: 10_000,
      aggregation: 'p50',
      factor: 2,
      leastSamples: 600,
    };
    const more = leaf('system.cpu_percent', '>', usual);
    const [slept] = await spans(more, [idle(20 * minute), nothing(60 * minute), busy(30)]);
    assert.ok(slept && isNear(slept.from, 80 * minute, 10), 'the baseline outlasts the sleep');
  });

  it('leave out seconds of rest where they are told to', async () => {
    const windowMs = 60_000;
    const stretches = [idle(2 * minute), { seconds: 2 * minute, value: 0 }, idle(2 * minute)];
    const under = (ignoresZero: boolean): Parameters<typeof aRule>[0] =>
      leaf(measure('system.cpu_percent', {}, { windowMs, ignoresZero }), '<', 4);
    assert.deepEqual(await spans(under(true), stretches), []);
    assert.equal((await spans(under(false), stretches)).length, 1);
  });
});
