import fc from 'fast-check';
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BinCounts } from '../../../../src/engine/windows/rolling/binCounts';
import { binIn, countIn, PackedBins } from '../../../../src/engine/windows/rolling/packedBins';
import { binLimit, type ClosedSketch, SketchBuilder, valueOf } from '../../../../src/engine/windows/sketch';

const bin = fc.integer({ min: 1, max: binLimit - 2 });
const few = fc.constantFrom(1, 4000, 4096, 4097, 8191);
const count = fc.oneof(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 500_000, max: 3_000_000 }));
const pairs = fc.array(fc.tuple(fc.oneof(bin, few), count), { maxLength: 60 });

function sketchOf(list: readonly (readonly [number, number])[]): ClosedSketch {
  const builder = new SketchBuilder();
  for (const [at, samples] of list) builder.add(at, samples);
  return builder.close();
}

describe('counts of bins', () => {
  it('give the quantiles of what was added and not taken away', () => {
    fc.assert(
      fc.property(pairs, pairs, fc.constantFrom(0.5, 0.95, 0.99), (gone, left, q) => {
        const counts = new BinCounts();
        const expected = new SketchBuilder();
        for (const [at, samples] of gone) counts.add(at, samples);
        for (const [at, samples] of left) {
          counts.add(at, samples);
          expected.add(at, samples);
        }
        for (const [at, samples] of gone) counts.add(at, -samples);
        assert.equal(counts.total, expected.total);
        assert.equal(counts.quantile(q), expected.quantile(q));
      }),
    );
  });

  it('stand for the lowest, middle and highest values', () => {
    const counts = new BinCounts();
    for (const at of [1, 4096, 8191]) counts.add(at, 1);
    assert.deepEqual(
      [0.1, 0.5, 0.99].map((q) => counts.quantile(q)),
      [valueOf(1), 0, valueOf(8191)],
    );
  });
});

describe('packed bins', () => {
  it('put sketches together in order, however many samples a bin has', () => {
    fc.assert(
      fc.property(fc.array(pairs, { maxLength: 4 }), (lists) => {
        const packed = new PackedBins();
        let words = new Uint32Array(0);
        for (const list of lists) {
          packed.merge(words, 0, words.length, sketchOf(list));
          words = packed.words.slice(0, packed.length);
        }
        const found = new Map<number, number>();
        let previous = 0;
        for (const word of words) {
          assert.ok(binIn(word) >= previous, 'the bins must be in order');
          previous = binIn(word);
          found.set(previous, (found.get(previous) ?? 0) + countIn(word));
        }
        const expected = sketchOf(lists.flat());
        assert.deepEqual(
          [...found].flat(),
          Array.from(expected, (number) => number),
        );
      }),
    );
  });
});
