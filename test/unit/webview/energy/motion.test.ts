import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { levelCurve } from '../../../../webview/energy/flow/path';
import type { Stream } from '../../../../webview/energy/flow/stream';
import { Resolution } from '../../../../webview/energy/render/resolution';
import { seedNumbers, seedsOf } from '../../../../webview/energy/render/seeds';
import { Travel } from '../../../../webview/energy/render/travel';

const path = levelCurve({ x: 0, y: 0 }, { x: 500, y: 0 });
const stream = (key: string, speed: number): Stream => ({
  key,
  reading: {
    key,
    name: key,
    tokensPerSecond: speed,
    entropyBits: 1,
    watts: NaN,
    quality: 'measured',
    colour: 'blue',
  },
  path,
  width: 20,
  speed,
  density: 10,
  count: 50,
  isEntropyUnknown: false,
  ink: 'blue',
});
const share = (travel: Travel, key: string): number => travel.all.find((one) => one.stream.key === key)!.share;

describe('The way of particles', () => {
  it('is their speed by the time, whatever the frames', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0.1, max: 90, noNaN: true }), { minLength: 1 }), (gaps) => {
        const travel = new Travel();
        travel.adopt([stream('a', 120)]);
        let now = 1000;
        travel.moveTo(now);
        for (const gap of gaps) travel.moveTo((now += gap));
        const went = ((120 * (now - 1000)) / 1000 / path.length) % 1;
        const off = Math.abs(share(travel, 'a') - went);
        assert.ok(Math.min(off, 1 - off) < 1e-9);
      }),
    );
  });

  it('goes on from where they are when the speed becomes another', () => {
    const travel = new Travel();
    travel.adopt([stream('a', 100), stream('b', 10)]);
    travel.moveTo(0);
    travel.moveTo(1000);
    assert.equal(share(travel, 'a'), 0.2);
    travel.adopt([stream('b', 10), stream('a', 1)]);
    assert.equal(share(travel, 'a'), 0.2);
    travel.moveTo(2000);
    assert.ok(Math.abs(share(travel, 'a') - 0.202) < 1e-12);
  });

  it('does not make up for a time of rest, nor for a clock that goes back', () => {
    const travel = new Travel();
    travel.adopt([stream('a', 100)]);
    travel.moveTo(0);
    travel.rest();
    travel.moveTo(60_250);
    travel.moveTo(60_000);
    assert.equal(share(travel, 'a'), 0);
  });

  it('is none where nothing has a speed', () => {
    const travel = new Travel();
    travel.adopt([stream('a', 0)]);
    assert.equal(travel.isMoving, false);
    travel.adopt([stream('a', 0), stream('b', 1)]);
    assert.equal(travel.isMoving, true);
  });
});

describe('The places of particles', () => {
  const seeds = seedsOf(3000);

  it('are even along the path for however many of the first', () => {
    for (const count of [7, 40, 333, 3000]) {
      const places = Array.from({ length: count }, (_, at) => seeds[at * seedNumbers]!).sort((a, b) => a - b);
      for (let at = 0; at < count; at++)
        assert.ok(Math.abs(places[at]! - (at + 0.5) / count) < 2.5 / count, `${count}`);
    }
  });

  it('use the whole width', () => {
    const tenths = new Set(Array.from({ length: 200 }, (_, at) => Math.floor(seeds[at * seedNumbers + 1]! * 10)));
    assert.equal(tenths.size, 10);
  });
});

describe('The resolution', () => {
  /** Draws frames, each of which takes as long as its pixels and a part that pixels do not matter to. */
  function drawn(resolution: Resolution, frames: number, pixelMs: number, otherMs: number): number[] {
    const seen = [resolution.current];
    let now = 0;
    for (let frame = 0; frame < frames; frame++) {
      now += Math.max(16.7, pixelMs * resolution.current ** 2 + otherMs);
      if (resolution.frame(now)) seen.push(resolution.current);
    }
    return seen;
  }

  it('is that of the display, at most two, while frames come in time', () => {
    assert.deepEqual(drawn(new Resolution(1.25), 600, 1, 1), [1.25]);
    assert.deepEqual(drawn(new Resolution(3), 600, 1, 1), [2]);
    assert.equal(new Resolution(NaN).current, 1);
  });

  it('is lowered until frames come in time', () => {
    assert.deepEqual(drawn(new Resolution(2), 600, 10, 2), [2, 1.5, 1]);
  });

  it('is not lowered for what pixels do not make slow', () => {
    assert.deepEqual(drawn(new Resolution(2), 600, 0.1, 33), [2, 1.5, 2]);
  });

  it('does not take a pause for a slow frame', () => {
    const resolution = new Resolution(2);
    for (let frame = 0; frame < 500; frame++) assert.equal(resolution.frame(frame * 1000), false);
  });

  it('begins anew on another display', () => {
    const resolution = new Resolution(2);
    drawn(resolution, 600, 10, 2);
    assert.equal(resolution.setRatio(2), false);
    assert.equal(resolution.current, 1);
    assert.equal(resolution.setRatio(1.5), true);
    assert.equal(resolution.current, 1.5);
  });
});
