import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { Recovery } from '../../../src/engine/recovery';
import { Refusal } from '../../../src/engine/serve/refusal';

const nobodyLeaves = new AbortController().signal;

describe('what waits for what an earlier engine left', () => {
  it('goes on when that is known, however many wait, and at once from then on', async () => {
    const recovery = new Recovery();
    const goneOn: number[] = [];
    const all = Array.from({ length: 200 }, async (_, i) => {
      await recovery.over(nobodyLeaves, 3_600_000);
      goneOn.push(i);
    });
    await turn();
    assert.deepEqual([recovery.isOver, goneOn.length], [false, 0]);
    recovery.end();
    await Promise.all(all);
    assert.deepEqual([recovery.isOver, goneOn.length], [true, 200]);
    await recovery.over(nobodyLeaves, 3_600_000);
  });

  it('goes on when nobody wants to know any more', async () => {
    const gone = new AbortController();
    const waiting = new Recovery().over(gone.signal, 3_600_000);
    gone.abort();
    await waiting;
  });

  it('is told to ask again when it takes too long', async () => {
    await assert.rejects(new Recovery().over(nobodyLeaves, 1), (error) => {
      assert.ok(error instanceof Refusal);
      assert.deepEqual([error.status, error.code, error.headers], [503, 'recovering', { 'Retry-After': '2' }]);
      assert.match(error.message, /began a moment ago.*Ask again in a few seconds/);
      return true;
    });
  });
});
