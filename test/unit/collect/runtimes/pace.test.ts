import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { intervalMs, retryMs } from '../../../../src/engine/collect/runtimes/pace';

describe('pace', () => {
  it('is what the state asks for, unless the user or the cost says slower', () => {
    assert.equal(intervalMs(200, 60, 0.5), 200);
    assert.equal(intervalMs(200, 2, 0.5), 500);
    assert.equal(intervalMs(200, 60, 8), 800);
    assert.equal(intervalMs(1000, 0.1, 0), 10_000);
  });

  it('of retries doubles from 2 s to 30 s', () => {
    assert.deepEqual([1, 2, 3, 4, 5, 6, 1000].map(retryMs), [2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  });
});
