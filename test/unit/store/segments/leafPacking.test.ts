import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { leafPacking } from '../../../../src/engine/store/segments/leafPacking';

describe('the order of rows that fills pages', () => {
  it('names every row once, whatever their sizes', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100_000)), fc.constantFrom(512, 1024, 4096, 65_536), (sizes, pageBytes) => {
        const order = leafPacking(sizes, pageBytes);
        assert.deepEqual(
          order.toSorted((a, b) => a - b),
          sizes.map((_, row) => row),
        );
      }),
    );
  });

  it('puts what fits together side by side', () => {
    // A page of 512 bytes takes one row of 350 and one of 110 bytes, but not two of 350.
    const sizes = [350, 350, 110, 110];
    const order = leafPacking(sizes, 512);
    assert.deepEqual(
      order.map((row) => sizes[row]),
      [350, 110, 350, 110],
    );
  });
});
