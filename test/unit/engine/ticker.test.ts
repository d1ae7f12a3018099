import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import type { Clock } from '../../../src/engine/clock';
import { Ticker } from '../../../src/engine/ticker';

/** Node's mocked timers bring their own Date; both clocks follow it. */
const mocked: Clock = { now: () => Date.now(), monotonic: () => Date.now() };

const unexpected = (error: unknown): never => assert.fail(String(error));

describe('ticker', () => {
  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000_000 });
  });
  afterEach(() => {
    mock.timers.reset();
  });

  it('ticks at multiples of the period from its start, without drift', () => {
    const ticker = new Ticker(mocked, unexpected);
    const at: number[] = [];
    ticker.every(100, (now) => at.push(now - 1_000_000));
    for (let i = 0; i < 1000; i++) mock.timers.tick(1);
    assert.deepEqual(at, [100, 200, 300, 400, 500, 600, 700, 800, 900, 1000]);
    ticker.stop();
  });

  it('counts ticks that came too late instead of making up for them', () => {
    let time = 0;
    const clock: Clock = { now: () => time, monotonic: () => time };
    const ticker = new Ticker(clock, unexpected);
    const missed: number[] = [];
    let ticks = 0;
    ticker.every(
      100,
      () => ticks++,
      (periods) => missed.push(periods),
    );
    time = 450;
    mock.timers.tick(100);
    assert.equal(ticks, 1);
    assert.deepEqual(missed, [3]);
    ticker.stop();
  });

  it('gives no two samples of one millisecond, however late a tick comes', () => {
    let time = 0;
    const clock: Clock = { now: () => Math.floor(time), monotonic: () => time };
    const ticker = new Ticker(clock, unexpected);
    const at: number[] = [];
    const missed: number[] = [];
    ticker.every(
      100,
      (now) => at.push(now),
      (periods) => missed.push(periods),
    );
    time = 199.2;
    mock.timers.tick(100);
    time = 200;
    mock.timers.tick(1);
    assert.deepEqual(at, [199]);
    assert.deepEqual(missed, [1]);
    time = 300;
    mock.timers.tick(100);
    assert.deepEqual(at, [199, 300]);
    ticker.stop();
  });

  it('runs the other tasks when one throws, and tells', () => {
    const errors: unknown[] = [];
    const ticker = new Ticker(mocked, (error) => errors.push(error));
    let ticks = 0;
    ticker.every(100, () => {
      throw new Error('broken');
    });
    ticker.every(100, () => ticks++);
    mock.timers.tick(100);
    assert.equal(ticks, 1);
    assert.equal(errors.length, 1);
    ticker.stop();
  });

  it('holds no timer when nothing is left to do', () => {
    const ticker = new Ticker(mocked, unexpected);
    let ticks = 0;
    const task = ticker.every(100, () => ticks++);
    task.stop();
    mock.timers.tick(10_000);
    assert.equal(ticks, 0);
  });
});
