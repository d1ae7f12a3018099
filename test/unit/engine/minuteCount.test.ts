import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { MinuteCount } from '../../../src/engine/minuteCount';

describe('The count of a minute', () => {
  it('equals counting the times of the last 60 s', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 30_000 }), { maxLength: 60 }), (pauses) => {
        const count = new MinuteCount();
        const times: number[] = [];
        let now = 1_700_000_000_000;
        for (const pause of pauses) {
          now += pause;
          count.add(now);
          times.push(now);
          const since = Math.floor(now / 1000) - 59;
          assert.equal(count.total(now), times.filter((time) => Math.floor(time / 1000) >= since).length);
        }
      }),
    );
  });

  it('begins anew when the clock is set back', () => {
    const count = new MinuteCount();
    count.add(1_700_000_000_000);
    assert.equal(count.total(1_600_000_000_000), 0);
    count.add(1_600_000_000_000);
    assert.equal(count.total(1_600_000_000_500), 1);
  });
});
