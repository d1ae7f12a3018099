import fc from 'fast-check';
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SteadyWatch } from '../../../../src/engine/alerts/evaluate/steadyWatch';

const start = 1_700_000_000_000;

describe('a steady watch', () => {
  it('counts of a window what a plain list of the looks says was watched', () => {
    const steps = fc.array(
      fc.oneof(
        { weight: 5, arbitrary: fc.constantFrom(900, 1000, 1100) },
        { weight: 1, arbitrary: fc.integer({ min: 10_001, max: 7_200_000 }) },
      ),
      { minLength: 1, maxLength: 120 },
    );
    fc.assert(
      fc.property(steps, fc.constantFrom(20_000, 300_000, 86_400_000), fc.nat(10_000_000), (passed, windowMs, age) => {
        const steady = new SteadyWatch();
        let now = start;
        steady.looked(now);
        // A look every second before it, so that the first step tells a gap.
        let usual = 0;
        const watched: [number, number][] = [[-Infinity, start]];
        for (const step of passed) {
          if (step <= Math.max(10_000, 3 * usual)) watched.push([now, now + step]);
          usual = step;
          now += step;
          steady.looked(now);
        }
        const from = Math.max(now - windowMs, now - age);
        const expected = watched.reduce((sum, [a, b]) => sum + Math.max(0, Math.min(b, now) - Math.max(a, from)), 0);
        assert.equal(steady.watchedMs(windowMs, now - age, now), expected);
        assert.equal(steady.covers(windowMs, now - age, now), expected >= 0.9 * windowMs);
      }),
      { numRuns: 500 },
    );
  });

  it('remembers no more naps than a day can have, the newest', () => {
    const steady = new SteadyWatch();
    let now = start;
    for (let i = 0; i < 2000; i++) {
      steady.looked((now += 1000));
      steady.looked((now += 30_000));
    }
    assert.ok(steady.watchedMs(3_600_000, -Infinity, now) < 3_600_000 / 20);
    now += 86_400_000 * 2;
    steady.looked(now);
    assert.equal(steady.watchedMs(86_400_000, -Infinity, now), 0);
  });
});
