import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { RateWindow } from '../../../../src/engine/collect/runtimes/tokens/rateWindow';

describe('rate window', () => {
  it('has no rate before two points', () => {
    const window = new RateWindow();
    assert.ok(Number.isNaN(window.rate()));
    window.push(0, 100);
    assert.ok(Number.isNaN(window.rate()));
    window.push(200, 112);
    assert.equal(window.rate(), 60);
  });

  it('measures over the last second', () => {
    const window = new RateWindow();
    for (let at = 0; at <= 3000; at += 200) window.push(at, at <= 2000 ? 0 : at - 2000);
    assert.equal(window.rate(), 1000);
  });

  it('is 0 a second after the last growth', () => {
    const window = new RateWindow();
    for (let at = 0; at <= 2000; at += 200) window.push(at, Math.min(at, 1000));
    assert.equal(window.rate(), 0);
  });

  it('counts a jump that comes once a second once, however uneven the readings are', () => {
    const window = new RateWindow();
    for (let i = 0; i <= 50; i++) {
      const jitter = (i % 3) * 20 - 20;
      window.push(i * 200 + jitter, Math.floor(i / 5) * 60);
      if (i >= 10) assert.ok(window.rate() > 50 && window.rate() < 70, `${window.rate()} at ${i}`);
    }
  });

  it('measures over longer times where readings are further apart', () => {
    const window = new RateWindow();
    for (const at of [0, 10_000, 20_000]) window.push(at, at / 10);
    assert.equal(window.rate(), 100);
  });
});
