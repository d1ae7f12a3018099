import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hasSketches, tierWidths } from '../../../../src/engine/store/tiers/tierWidths';

describe('tiers', () => {
  it('tell quantiles from 5 min up', () => {
    assert.deepEqual(tierWidths.map(hasSketches), [false, false, true, true, true]);
  });

  it('can each be made of the one before', () => {
    for (const [i, width] of tierWidths.slice(1).entries()) assert.equal(width % tierWidths[i]!, 0);
  });
});
