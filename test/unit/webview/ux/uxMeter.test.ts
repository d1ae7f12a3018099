import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import type { UxFigures } from '../../../../src/protocol/ux';
import { UxMeter } from '../../../../webview/shared/ux/uxMeter';
import type { UxTime } from '../../../../webview/shared/ux/uxTime';
import { FakePageTime } from '../fakePageTime';

/** A page that paints when told. */
class FakeUxTime extends FakePageTime implements UxTime {
  asked = 0;
  painted: () => void = () => undefined;
  used: (ms: number) => void = () => undefined;
  isWatched = false;

  watchPainted(painted: () => void): void {
    this.painted = painted;
  }

  askPainted(): void {
    this.asked++;
  }

  watchInteractions(took: (ms: number) => void): () => void {
    this.used = took;
    this.isWatched = true;
    return () => {
      this.isWatched = false;
    };
  }
}

describe('How fluent a page is', () => {
  let time: FakeUxTime;
  let told: UxFigures[];
  let meter: UxMeter;
  beforeEach(() => {
    time = new FakeUxTime();
    told = [];
    meter = new UxMeter(time, (figures) => told.push(figures));
    meter.measure(true);
  });

  const frame = (ms: number): void => {
    meter.frame();
    time.advance(ms);
    time.painted();
  };

  it('is nothing while nothing is drawn: no timer, no message', () => {
    time.advance(10_000);
    assert.equal(time.pending, 0);
    assert.deepEqual(told, []);
  });

  it('is told once a second, as the mean of the frames and the share of late ones', () => {
    for (const ms of [4, 8, 16, 20]) frame(ms);
    time.advance(1001);
    assert.deepEqual(told, [{ frames: 4, frameTimeMs: 12, jankPercent: 25, interactionMs: null }]);
    frame(6);
    time.advance(1001);
    assert.deepEqual(told[1], { frames: 1, frameTimeMs: 6, jankPercent: 0, interactionMs: null });
    time.advance(10_000);
    assert.equal(told.length, 2);
    assert.equal(time.pending, 0, 'nothing keeps an idle page awake');
  });

  it('is not measured until that is wanted', () => {
    const unasked = new FakeUxTime();
    const idle = new UxMeter(unasked, (figures) => told.push(figures));
    idle.frame();
    idle.visibilityChanged();
    unasked.advance(10_000);
    assert.deepEqual([unasked.asked, unasked.isWatched, unasked.pending], [0, false, 0]);
    assert.deepEqual(told, []);
  });

  it('is measured no more once that is turned off, and what was not told yet never is', () => {
    frame(5);
    time.used(80);
    meter.frame();
    meter.measure(false);
    assert.deepEqual([time.isWatched, time.pending], [false, 0]);
    const { asked } = time;
    meter.frame();
    time.painted();
    time.advance(10_000);
    assert.equal(time.asked, asked);
    assert.deepEqual(told, []);
    meter.measure(true);
    assert.ok(time.isWatched);
    frame(7);
    time.advance(1001);
    assert.deepEqual(told, [{ frames: 1, frameTimeMs: 7, jankPercent: 0, interactionMs: null }]);
  });

  it('takes what several draw in one frame as one', () => {
    meter.frame();
    time.advance(3);
    meter.frame();
    time.advance(4);
    time.painted();
    time.painted();
    assert.equal(time.asked, 1);
    time.advance(1001);
    assert.deepEqual(told, [{ frames: 1, frameTimeMs: 7, jankPercent: 0, interactionMs: null }]);
  });

  it('tells the longest wait of a second for the effect of a key or a click, without a frame too', () => {
    for (const ms of [24, 104, 40]) time.used(ms);
    time.advance(1001);
    assert.deepEqual(told, [{ frames: 0, frameTimeMs: null, jankPercent: null, interactionMs: 104 }]);
  });

  it('is not told of a hidden page, which the browser does not paint', () => {
    frame(5);
    meter.frame();
    time.visible = false;
    meter.visibilityChanged();
    assert.equal(time.pending, 0);
    meter.frame();
    time.used(80);
    time.painted();
    time.advance(5000);
    assert.deepEqual(told, []);
    time.visible = true;
    meter.visibilityChanged();
    time.advance(60_000);
    time.painted();
    frame(5);
    time.advance(1001);
    assert.deepEqual(told, [{ frames: 1, frameTimeMs: 5, jankPercent: 0, interactionMs: null }]);
  });
});
