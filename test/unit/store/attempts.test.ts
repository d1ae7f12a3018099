import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Attempts } from '../../../src/engine/store/attempts';

describe('attempts to begin a recording', () => {
  it('are made at once, never while one is under way, and 5 s after one that failed', () => {
    const attempts = new Attempts();
    assert.ok(attempts.isDue(0));
    attempts.begun();
    assert.ok(!attempts.isDue(1e9));
    assert.ok(attempts.failed(1000, false), 'people are told');
    assert.ok(!attempts.isDue(5999));
    assert.ok(attempts.isDue(6000));
  });

  it('are made again soon and without a word for 3 s in which a key is likely to come', () => {
    const attempts = new Attempts();
    for (const now of [1000, 3000]) {
      attempts.begun();
      assert.ok(!attempts.failed(now, true));
      assert.ok(attempts.isDue(now));
    }
    attempts.begun();
    assert.ok(attempts.failed(4000, true));
    assert.ok(!attempts.isDue(8999));
    // What failed otherwise in between ends the time in which it comes soon.
    attempts.begun();
    assert.ok(attempts.failed(9000, false));
    attempts.begun();
    assert.ok(!attempts.failed(14_000, true));
  });
});
