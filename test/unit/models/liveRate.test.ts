import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { LiveRate } from '../../../src/engine/models/liveRate';

describe('the live speed of a stream', () => {
  it('is that of a steady stream, from its first second on', () => {
    for (const perSecond of [5, 50, 500, 5000]) {
      const rate = new LiveRate();
      const gap = 1000 / perSecond;
      for (let i = 0; i * gap <= 3000; i++) {
        rate.add(10_000 + i * gap, 1);
        if (i * gap < Math.max(200, 5 * gap)) continue;
        const off = Math.abs(rate.rate(10_000 + i * gap) - perSecond);
        assert.ok(off <= perSecond * 0.05 + 1000 / Math.min(1000, i * gap), `${off} off ${perSecond} at ${i * gap} ms`);
      }
    }
  });

  it('falls to 0 within a second of silence, and to nothing at the end of the stream', () => {
    const rate = new LiveRate();
    for (let i = 0; i < 100; i++) rate.add(i * 10, 1);
    assert.ok(rate.rate(990) > 90);
    assert.equal(rate.rate(2100), 0);
    rate.add(3000, 1);
    rate.end();
    assert.equal(rate.rate(3001), 0);
  });

  it('does not take the tokens of a stream that just ended for those of the next one', () => {
    const rate = new LiveRate();
    for (let i = 0; i < 100; i++) rate.add(i * 20, 1);
    rate.end();
    for (let i = 0; i < 100; i++) {
      const at = 2100 + i * 20;
      rate.add(at, 1);
      assert.ok(rate.rate(at) <= 55, `${rate.rate(at)} tok/s of 50, ${i * 20} ms after the beginning`);
    }
  });

  it('holds exactly what was added in the last second, up to one bin', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 1, max: 9 }))), (events) => {
        const rate = new LiveRate();
        const seen: [number, number][] = [];
        let at = 5000;
        for (const [gap, tokens] of events) {
          at += gap;
          rate.add(at, tokens);
          seen.push([at, tokens]);
          const made = rate.made(at);
          const within = (ms: number): number => seen.reduce((sum, [t, n]) => sum + (t > at - ms ? n : 0), 0);
          assert.ok(made >= within(980) && made <= within(1001), `${made} of ${within(980)} to ${within(1001)}`);
        }
      }),
    );
  });
});
