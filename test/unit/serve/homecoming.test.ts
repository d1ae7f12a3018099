import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Homecoming } from '../../../src/engine/serve/homecoming';

/** Time that passes when it is told to. */
class Turns {
  readonly tasks = new Map<object, { readonly periodMs: number; readonly run: () => void }>();

  every(periodMs: number, run: (now: number) => void): { stop(): void } {
    const task = {};
    this.tasks.set(task, {
      periodMs,
      run: () => {
        run(0);
      },
    });
    return { stop: () => void this.tasks.delete(task) };
  }

  pass(ms: number): void {
    for (const { periodMs, run } of [...this.tasks.values()]) for (let i = 0; i < ms / periodMs; i++) run();
  }
}

describe('a server that had to listen elsewhere', () => {
  it('tries to go home every 5 s for a minute, then each minute, and no more once it is there', () => {
    const time = new Turns();
    let tries = 0;
    const homecoming = new Homecoming(time, () => tries++);
    homecoming.follow(false);
    time.pass(60_000);
    assert.equal(tries, 0);
    homecoming.follow(true);
    homecoming.follow(true);
    time.pass(60_000);
    assert.equal(tries, 12);
    time.pass(10 * 60_000);
    assert.equal(tries, 22);
    homecoming.follow(false);
    time.pass(60_000);
    assert.deepEqual([tries, time.tasks.size], [22, 0]);
    homecoming.follow(true);
    time.pass(60_000);
    assert.equal(tries, 34);
  });
});
