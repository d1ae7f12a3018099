import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'node:test';
import { ranges } from '../../../webview/shared/viewState';
import { tickText, timeTicks } from '../../../webview/shared/timeTicks';

const day = 86_400_000;

describe('timeTicks', () => {
  it('are few, ascending, inside the range, and round times of the clock on the wall', () => {
    const when = fc.integer({ min: 1_600_000_000_000, max: 1_900_000_000_000 });
    fc.assert(
      fc.property(when, fc.constantFrom(...ranges), fc.integer({ min: 150, max: 900 }), (to, rangeMs, width) => {
        const ticks = timeTicks(to - rangeMs, to, width);
        assert.ok(ticks.length <= width / 40 + 2, `${ticks.length} labels`);
        ticks.forEach((tick, at) => {
          assert.ok(tick >= to - rangeMs && tick <= to && (at === 0 || tick > ticks[at - 1]!));
          assert.equal(new Date(tick).getSeconds() % 15, 0);
          if (rangeMs > 2 * day) assert.equal(new Date(tick).getHours() % 24, 0);
        });
      }),
    );
  });

  it('stay on the same days while the range moves on', () => {
    const to = new Date(2026, 4, 20, 12).getTime();
    const first = timeTicks(to - 30 * day, to, 300);
    const later = timeTicks(to - 29 * day, to + day, 300);
    assert.ok(first.length >= 2);
    assert.deepEqual(
      later.filter((tick) => tick <= to),
      first.filter((tick) => tick >= to - 29 * day),
    );
  });

  it('are named by what tells them apart', () => {
    const time = new Date(2026, 10, 24, 9, 5, 7).getTime();
    assert.deepEqual(
      [60_000, 300_000, day, 7 * day].map((rangeMs) => tickText(time, rangeMs, 300)),
      ['09:05:07', '09:05', '09:05', '24 Nov'],
    );
  });

  it('never have the same name twice, however wide the axis', () => {
    const to = new Date(2026, 10, 24, 9, 5, 7).getTime();
    for (const rangeMs of [60_000, 300_000, 900_000, 3_600_000])
      for (const width of [200, 400, 960, 2560]) {
        const names = timeTicks(to - rangeMs, to, width).map((time) => tickText(time, rangeMs, width));
        assert.equal(new Set(names).size, names.length, `${rangeMs} ms on ${width} px: ${names.join(' ')}`);
      }
  });
});
