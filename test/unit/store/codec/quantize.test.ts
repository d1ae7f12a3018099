import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { mostDecimals, quantize } from '../../../../src/engine/store/codec/quantize';
import { decimals } from './columns';

const anyValue = fc.oneof(
  fc.double(),
  fc.tuple(fc.integer({ min: 2 ** 50, max: 2 ** 52 }), fc.nat(15)).map(([n, digits]) => n / 10 ** digits),
);

describe('what the store keeps of a value', () => {
  it('is kept as it is when it is kept again', () => {
    fc.assert(
      fc.property(anyValue, decimals, (value, digits) => {
        const kept = quantize(value, digits);
        assert.ok(Object.is(quantize(kept, digits), kept));
      }),
      { numRuns: 5000 },
    );
  });

  it('is off by half of the last digit at the most', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e9, max: 1e9, noNaN: true }), fc.nat(4), (value, digits) => {
        assert.ok(Math.abs(quantize(value, digits) - value) <= 0.500001 / 10 ** digits);
      }),
    );
  });

  it('is the decimal number that people would write', () => {
    assert.equal(quantize(31.57894736842105, 1), 31.6);
    assert.equal(quantize(0.1 + 0.2, 2), 0.3);
    assert.equal(quantize(-12.3456, 3), -12.346);
    assert.equal(quantize(17_179_869_184, 0), 17_179_869_184);
  });

  it('knows no -0, and keeps infinities, NaN and what is too large for its decimals', () => {
    assert.ok(Object.is(quantize(-0, 2), 0));
    assert.ok(Object.is(quantize(-0.001, 2), 0));
    for (const value of [NaN, Infinity, -Infinity, 2 ** 51, -(2 ** 60), Number.MAX_VALUE])
      assert.equal(quantize(value, 2), value);
  });

  it('takes decimals that cannot be as the nearest that can', () => {
    assert.equal(quantize(1.26, -3), 1);
    assert.equal(quantize(1 / 3, 40), quantize(1 / 3, mostDecimals));
    assert.equal(quantize(1.26, NaN), 1);
  });
});
