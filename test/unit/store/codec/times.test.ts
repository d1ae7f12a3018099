import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { ByteReader, DamagedBytes } from '../../../../src/engine/store/codec/byteReader';
import { ByteWriter } from '../../../../src/engine/store/codec/byteWriter';
import { decodeTimes, encodeTimes } from '../../../../src/engine/store/codec/times';

const now = 1_795_270_271_823;

function encoded(times: Float64Array): Uint8Array {
  const writer = new ByteWriter();
  encodeTimes(writer, times);
  return writer.take();
}

const times = fc
  .tuple(
    fc.oneof(
      fc.constant(now),
      fc.nat(),
      fc.double({ min: -1e6, max: 4e12, noNaN: true }).map((start) => start + 0),
    ),
    fc.array(fc.oneof(fc.constantFrom(100, 100, 99, 101), fc.nat(1e6), fc.double({ min: 0, max: 1000, noNaN: true })), {
      maxLength: 200,
    }),
  )
  .map(([start, steps]) => {
    let at = start;
    return Float64Array.from(steps, (step) => (at += step));
  });

describe('stored times', () => {
  it('are exact to the last fraction', () => {
    fc.assert(
      fc.property(times, (all) => {
        assert.deepEqual(decodeTimes(new ByteReader(encoded(all)), all.length), all);
      }),
      { numRuns: 1000 },
    );
  });

  it('take next to nothing when a clock ticks evenly, and less than a byte more a row when it does not', () => {
    const even = Float64Array.from({ length: 3000 }, (_, row) => now + 100 * row);
    assert.equal(decodeTimes(new ByteReader(encoded(even)), 3000)[2999], now + 299_900);
    const uneven = even.map((time, row) => time + (row % 7 === 3 ? 1 : 0));
    assert.ok(encoded(uneven).length < 3020);
  });

  it('are exact in microseconds, and where there are more digits', () => {
    for (const fraction of [0.125, 0.001, 0.0001, 1 / 3]) {
      const all = Float64Array.from({ length: 100 }, (_, row) => now + 16.667 * row + fraction);
      assert.deepEqual(decodeTimes(new ByteReader(encoded(all)), 100), all);
    }
  });

  it('are damage when they are cut short', () => {
    fc.assert(
      fc.property(times, fc.nat(), (all, at) => {
        const bytes = encoded(all);
        assert.throws(
          () => decodeTimes(new ByteReader(bytes.subarray(0, at % bytes.length)), all.length),
          DamagedBytes,
        );
      }),
    );
  });
});
