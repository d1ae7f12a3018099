import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { hasSketches, tierFor, tierWidths } from '../../../../src/engine/store/tiers/tierWidths';

describe('the tier for a step', () => {
  it('is the widest whose buckets make up the step', () => {
    for (const [stepMs, tierMs] of [
      [0, 0],
      [100, 0],
      [1500, 0],
      [1000, 1000],
      [5000, 1000],
      [60_000, 10_000],
      [900_000, 300_000],
      [7_200_000, 3_600_000],
      [604_800_000, 86_400_000],
    ] as const)
      assert.equal(tierFor(stepMs, false), tierMs, String(stepMs));
  });

  it('is one with sketches, or the samples themselves, where quantiles are asked for', () => {
    assert.equal(tierFor(60_000, true), 0);
    assert.equal(tierFor(600_000, true), 300_000);
  });

  it('divides the step, whatever the step is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.nat(), fc.double()), fc.boolean(), (stepMs, needsQuantile) => {
        const tierMs = tierFor(stepMs, needsQuantile);
        if (tierMs === 0) return;
        assert.equal(stepMs % tierMs, 0);
        assert.ok(!needsQuantile || hasSketches(tierMs));
      }),
    );
  });

  it('can be made of the one before', () => {
    for (const [i, width] of tierWidths.slice(1).entries()) assert.equal(width % tierWidths[i]!, 0);
  });
});
