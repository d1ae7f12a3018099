import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { trustedTime } from '../../../../src/engine/store/upkeep/trustedTime';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const today = Date.UTC(2026, 10, 21);
const years = 10 * 365 * dayMs;

/** Recordings of so many days that began so many days after (or before) today. */
const days = (from: number, length: number): { from: number; to: number } => ({
  from: today + from * dayMs,
  to: today + (from + length) * dayMs,
});

describe('The time by which things are too old', () => {
  const cases: readonly (readonly [
    what: string,
    segments: readonly { from: number; to: number }[],
    now: number,
    expected: number,
  ])[] = [
    ['is now where nothing is recorded', [], today, today],
    ['is now while recording goes on', [days(-10, 10)], today, today],
    ['is now after a holiday', [days(-40, 20)], today, today],
    ['is that of the newest recordings when the clock leaps years ahead', [days(-10, 10)], today + years, today],
    [
      'stays there while less than three days are recorded beyond the leap',
      [days(-10, 10), days(3650, 2.9)],
      today + years + 3 * dayMs,
      today,
    ],
    [
      'is now once enough is recorded beyond it',
      [days(-10, 10), days(3650, 3)],
      today + years + 3 * dayMs,
      today + years + 3 * dayMs,
    ],
    ['is now when the clock is right again', [days(-10, 10), days(3650, 2)], today, today],
    [
      'is not moved by a leap that was never believed',
      [days(-10, 10), days(1000, 1), days(3650, 1)],
      today + years + dayMs,
      today,
    ],
    ['is now where the only recordings are yet to come', [days(3650, 2)], today, today],
    ['is in doubt after two months in which the monitor did not run', [days(-90, 30)], today, today - 60 * dayMs],
    [
      'overlapping recordings count once',
      [days(-10, 10), days(3650, 2), days(3650, 2)],
      today + years + 2 * dayMs,
      today,
    ],
  ];
  for (const [what, segments, now, expected] of cases)
    it(what, () => {
      assert.equal(trustedTime(segments, now), expected);
    });

  it('is never after now, and never before what was recorded first', () => {
    const some = fc.array(fc.tuple(fc.integer({ min: -3000, max: 3000 }), fc.integer({ min: 0, max: 20 })));
    fc.assert(
      fc.property(some, fc.integer({ min: -3000, max: 3000 }), (parts, day) => {
        const segments = parts.map(([from, length]) => days(from, length)).sort((a, b) => a.from - b.from);
        const now = today + day * dayMs;
        const time = trustedTime(segments, now);
        assert.ok(time <= Math.max(now, ...segments.filter(({ from }) => from <= now).map(({ to }) => to)));
        assert.ok(time >= Math.min(now, ...segments.map(({ from }) => from)));
      }),
    );
  });
});
