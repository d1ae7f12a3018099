import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { RawChunk } from '../../../../src/engine/store/chunk';
import { quantize } from '../../../../src/engine/store/codec/quantize';
import { mergeTiers } from '../../../../src/engine/store/tiers/mergeTiers';
import { rollUp, rollUpTier } from '../../../../src/engine/store/tiers/rollUp';
import { hasSketches, tierWidths } from '../../../../src/engine/store/tiers/tierWidths';
import { SketchBuilder } from '../../../../src/engine/windows/sketch';
import { chunks, part, rawChunk, series, start } from './chunks';
import { assertSameTier } from './sameTier';

/** What rounding adds up to over some hundred samples. */
const rounding = 1e-7;

/** Pieces of a chunk, cut at any rows, in any order. */
const cutChunks = fc
  .tuple(chunks, fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 4 }))
  .chain(([chunk, cuts]) => {
    const rows = chunk.times.length;
    const ends = [0, ...cuts.map((share) => Math.round(share * rows)).sort((a, b) => a - b), rows];
    const pieces = ends.slice(1).map((end, i) => part(chunk, ends[i]!, end));
    return fc.shuffledSubarray(pieces, { minLength: pieces.length }).map((shuffled) => ({ chunk, shuffled }));
  });

function figure(chunk: RawChunk, column: number, from: number, to: number): readonly number[] {
  const { series: told, values } = chunk.columns[column]!;
  return Array.from(
    values.filter((value, row) => chunk.times[row]! >= from && chunk.times[row]! < to && value === value),
    (v) => quantize(v, told.decimals),
  );
}

describe('samples rolled up', () => {
  it('are the statistics of the samples in each bucket', () => {
    fc.assert(
      fc.property(chunks, fc.constantFrom(...tierWidths), (chunk, tierMs) => {
        const tier = rollUp(chunk, tierMs);
        for (const [column, { buckets }] of tier.columns.entries())
          for (const [row, from] of tier.starts.entries()) {
            const values = figure(chunk, column, from, from + tierMs);
            assert.equal(buckets.count[row], values.length);
            if (values.length === 0) continue;
            assert.equal(buckets.min[row], Math.min(...values));
            assert.equal(buckets.max[row], Math.max(...values));
            assert.equal(buckets.first[row], values[0]);
            assert.equal(buckets.last[row], values.at(-1));
            const { decimals } = chunk.columns[column]!.series;
            const scaled = values.reduce((sum, value) => sum + Math.round(value * 10 ** decimals), 0);
            assert.equal(buckets.sum[row], scaled / 10 ** decimals);
            const mean = buckets.sum[row] / values.length;
            const m2 = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
            assert.ok(Math.abs(buckets.m2[row]! - m2) <= 1e-9 * (1 + m2) + 1e-18 * mean * mean * values.length);
          }
      }),
    );
  });

  it('have a bucket wherever a series has a sample, with the times of the first and last', () => {
    fc.assert(
      fc.property(chunks, fc.constantFrom(...tierWidths), (chunk, tierMs) => {
        const tier = rollUp(chunk, tierMs);
        const told = [...chunk.times].filter((_, row) =>
          chunk.columns.some(({ values }) => !Number.isNaN(values[row]!)),
        );
        const expected = new Map<number, [number, number]>();
        for (const time of told) {
          const bucket = Math.floor(time / tierMs) * tierMs;
          expected.set(bucket, [expected.get(bucket)?.[0] ?? time, time]);
        }
        assert.deepEqual([...tier.starts], [...expected.keys()]);
        assert.deepEqual(
          [...tier.firstAt],
          Array.from(expected.values(), ([first]) => first),
        );
        assert.deepEqual(
          [...tier.lastAt],
          Array.from(expected.values(), ([, last]) => last),
        );
      }),
    );
  });

  it('come to the same however they were cut and in whatever order they are merged', () => {
    fc.assert(
      fc.property(cutChunks, fc.constantFrom(...tierWidths), ({ chunk, shuffled }, tierMs) => {
        const merged = mergeTiers(shuffled.map((piece) => rollUp(piece, tierMs)));
        assertSameTier(merged, rollUp(chunk, tierMs), rounding);
      }),
      { numRuns: 300 },
    );
  });

  it('come to the same rolled up from the tier below', () => {
    fc.assert(
      fc.property(chunks, (chunk) => {
        for (const [finer, wider] of [
          [1000, 10_000],
          [300_000, 3_600_000],
          [3_600_000, 86_400_000],
        ] as const)
          assertSameTier(rollUpTier(rollUp(chunk, finer), wider), rollUp(chunk, wider), rounding);
      }),
    );
  });

  it('add up exactly where doubles alone do not', () => {
    const tenths = new Array<number>(30_000).fill(0.1);
    const times = tenths.map((_, row) => start + 30_000 + row);
    const tier = rollUp(rawChunk(times, [{ series: series('share'), values: tenths }]), 1000);
    assert.deepEqual([...tier.columns[0]!.buckets.sum], new Array<number>(30).fill(100));
    assert.equal(rollUpTier(tier, 300_000).columns[0]!.buckets.sum[0], 3000);
  });

  it('keep infinities and the largest doubles without losing the other figures', () => {
    const chunk = rawChunk(
      [start, start + 1, start + 2],
      [{ series: series('share'), values: [1, Infinity, -Number.MAX_VALUE] }],
    );
    const { buckets } = rollUp(chunk, 1000).columns[0]!;
    assert.deepEqual([buckets.count[0], buckets.min[0], buckets.max[0]], [3, -Number.MAX_VALUE, Infinity]);
    assert.deepEqual([buckets.first[0], buckets.last[0], buckets.sum[0]], [1, -Number.MAX_VALUE, Infinity]);
  });

  it('tell quantiles within 1 % in tiers with sketches, merged from pieces', () => {
    const value = fc.oneof(fc.double({ min: 0.1, max: 1e6, noNaN: true }), fc.integer({ min: 1, max: 100 }));
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 400 }), fc.nat(400), (values, cut) => {
        const chunk = rawChunk(
          values.map((_, row) => start + 30_000 + row * 100),
          [{ series: series('share'), values }],
        );
        const pieces = [part(chunk, 0, cut), part(chunk, cut, values.length)].map((piece) => rollUp(piece, 300_000));
        const { buckets } = rollUpTier(mergeTiers(pieces), 86_400_000).columns[0]!;
        const builder = new SketchBuilder();
        builder.merge(buckets.sketches![0]!);
        const sorted = values.map((v) => quantize(v, 1)).sort((a, b) => a - b);
        for (const q of [0.5, 0.95, 0.99]) {
          const exact = sorted[Math.ceil(q * sorted.length) - 1]!;
          assert.ok(Math.abs(builder.quantile(q) - exact) <= 0.0100001 * exact, `p${q * 100}`);
        }
      }),
    );
  });

  it('have sketches from five minutes up, and none below', () => {
    const chunk = rawChunk([start], [{ series: series('share'), values: [1] }]);
    for (const tierMs of tierWidths) {
      const { buckets } = rollUp(chunk, tierMs).columns[0]!;
      assert.equal(buckets.sketches !== undefined, hasSketches(tierMs));
      assert.equal(hasSketches(tierMs), tierMs >= 300_000);
    }
  });
});

describe('tiers merged', () => {
  it('have every series that any piece has, with no samples where a piece has it not', () => {
    const one = rollUp(
      rawChunk([start], [{ series: series('share', 1, { core: '0', chip: 'a' }), values: [5] }]),
      10_000,
    );
    const two = rollUp(
      rawChunk(
        [start + 10_000],
        [
          { series: series('share', 3, { chip: 'a', core: '0' }), values: [7] },
          { series: series('size', 0), values: [4096] },
        ],
      ),
      10_000,
    );
    const merged = mergeTiers([one, two]);
    assert.deepEqual([...merged.starts], [start, start + 10_000]);
    const [share, size] = merged.columns;
    assert.equal(merged.columns.length, 2);
    assert.equal(share!.series.decimals, 3);
    assert.deepEqual([...share!.buckets.last], [5, 7]);
    assert.deepEqual([...size!.buckets.count], [0, 1]);
    assert.deepEqual([...size!.buckets.min], [NaN, 4096]);
  });

  it('take the first and last value by time where pieces of a bucket overlap', () => {
    const early = rawChunk([start, start + 900], [{ series: series('share'), values: [1, 4] }]);
    const inner = rawChunk([start + 100, start + 200], [{ series: series('share'), values: [2, 3] }]);
    for (const order of [
      [early, inner],
      [inner, early],
    ]) {
      const { buckets } = mergeTiers(order.map((piece) => rollUp(piece, 1000))).columns[0]!;
      assert.deepEqual([buckets.first[0], buckets.last[0], buckets.count[0]], [1, 4, 4]);
    }
  });

  it('are none without a piece', () => {
    assert.throws(() => mergeTiers([]), RangeError);
  });
});
