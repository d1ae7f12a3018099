import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { BucketColumns } from '../../../../src/engine/store/chunk';
import { ByteReader, DamagedBytes } from '../../../../src/engine/store/codec/byteReader';
import { ByteWriter } from '../../../../src/engine/store/codec/byteWriter';
import {
  decodeBuckets,
  decodeSketches,
  encodeBuckets,
  encodeSketches,
} from '../../../../src/engine/store/tiers/bucketCodec';
import { mergeTiers } from '../../../../src/engine/store/tiers/mergeTiers';
import { rollUp } from '../../../../src/engine/store/tiers/rollUp';
import { tierWidths } from '../../../../src/engine/store/tiers/tierWidths';
import { chunks, part, rawChunk, series, start } from './chunks';
import { assertSameTier } from './sameTier';

const figures = ['count', 'sum', 'm2', 'min', 'max', 'first', 'last'] as const;
const spreadTolerance = 0.00201;
const tiers = fc.tuple(chunks, fc.constantFrom(...tierWidths)).map(([chunk, tierMs]) => rollUp(chunk, tierMs));

function encoded(buckets: BucketColumns, decimals: number): { data: Uint8Array; sketches: Uint8Array } {
  const writer = new ByteWriter();
  encodeBuckets(writer, buckets, decimals);
  const data = writer.take();
  encodeSketches(writer, buckets.sketches ?? []);
  return { data, sketches: writer.take() };
}

function roundTrip(buckets: BucketColumns, decimals: number): BucketColumns {
  const { data, sketches } = encoded(buckets, decimals);
  const reader = new ByteReader(data);
  const decoded = decodeBuckets(reader, buckets.count.length, decimals);
  assert.equal(reader.remaining, 0);
  if (!buckets.sketches) return decoded;
  const sketchReader = new ByteReader(sketches);
  const all = { ...decoded, sketches: decodeSketches(sketchReader, decoded.count) };
  assert.equal(sketchReader.remaining, 0);
  return all;
}

describe('stored buckets', () => {
  it('are exact but for their spread, which is within 0.2 %', () => {
    fc.assert(
      fc.property(tiers, (tier) => {
        const columns = tier.columns.map(({ series: told, buckets }) => ({
          series: told,
          buckets: roundTrip(buckets, told.decimals),
        }));
        assertSameTier({ ...tier, columns }, tier, spreadTolerance);
      }),
      { numRuns: 300 },
    );
  });

  it('are the same bytes when they are stored again, so that compaction changes nothing', () => {
    fc.assert(
      fc.property(tiers, (tier) => {
        for (const { series: told, buckets } of tier.columns) {
          const once = roundTrip(buckets, told.decimals);
          assert.deepEqual(encoded(once, told.decimals), encoded(buckets, told.decimals));
        }
      }),
    );
  });

  it('keep what is too large for exact integers, and infinities', () => {
    const values = [1, Infinity, 2, 2 ** 60, -(2 ** 60), -Infinity, NaN, 5, 5, 1e300, -1e300, 2 ** 50, 2 ** 50, 3, -3];
    const chunk = rawChunk(
      values.map((_, row) => start + 400 * row),
      [{ series: series('share'), values }],
    );
    for (const tierMs of [1000, 300_000]) {
      const { buckets } = rollUp(chunk, tierMs).columns[0]!;
      const decoded = roundTrip(buckets, 1);
      for (const name of figures) if (name !== 'm2') assert.deepEqual([...decoded[name]], [...buckets[name]], name);
    }
  });

  it('take a few bytes while a series stands still', () => {
    const rows = 9000;
    const times = Array.from({ length: rows }, (_, row) => start + 30_000 + 100 * row);
    const chunk = rawChunk(times, [{ series: series('size', 0), values: new Array<number>(rows).fill(8 * 1024 ** 3) }]);
    const tier = rollUp(chunk, 1000);
    assert.equal(tier.starts.length, 900);
    assert.ok(encoded(tier.columns[0]!.buckets, 0).data.length < 24);
  });

  it('are damage when they are cut short', () => {
    fc.assert(
      fc.property(tiers, fc.nat(), (tier, at) => {
        for (const { series: told, buckets } of tier.columns) {
          const { data, sketches } = encoded(buckets, told.decimals);
          const rows = buckets.count.length;
          const cut = new ByteReader(data.subarray(0, at % data.length));
          assert.throws(() => decodeBuckets(cut, rows, told.decimals), DamagedBytes);
          if (sketches.length === 0) continue;
          const cutSketches = new ByteReader(sketches.subarray(0, at % sketches.length));
          assert.throws(() => decodeSketches(cutSketches, buckets.count), DamagedBytes);
        }
      }),
    );
  });

  it('are damage or as many buckets when bytes are changed', () => {
    fc.assert(
      fc.property(tiers, fc.nat(), fc.integer({ min: 1, max: 255 }), (tier, at, flip) => {
        for (const { series: told, buckets } of tier.columns) {
          const rows = buckets.count.length;
          const { data, sketches } = encoded(buckets, told.decimals);
          data[at % data.length]! ^= flip;
          if (sketches.length > 0) sketches[at % sketches.length]! ^= flip;
          expectOrDamage(() => {
            const decoded = decodeBuckets(new ByteReader(data), rows, told.decimals);
            for (const name of figures) assert.equal(decoded[name].length, rows);
          });
          expectOrDamage(() => {
            assert.equal(decodeSketches(new ByteReader(sketches), buckets.count).length, rows);
          });
        }
      }),
      { numRuns: 500 },
    );
  });

  it('are damage when a sketch has bins that cannot be, or other samples than its bucket', () => {
    const count = Float64Array.of(3);
    for (const bytes of [
      [1, 0xff, 0xff, 0x03, 3],
      [2, 5, 0, 1, 2],
      [1, 5, 2],
      [0xff, 0xff, 0x03, 1, 1],
    ])
      assert.throws(() => decodeSketches(new ByteReader(Uint8Array.from(bytes)), count), DamagedBytes);
    assert.deepEqual(decodeSketches(new ByteReader(Uint8Array.of(1, 5, 3)), count), [Uint32Array.of(5, 3)]);
  });

  it('merge after they were stored into what the samples come to', () => {
    fc.assert(
      fc.property(chunks, fc.nat(120), (chunk, cut) => {
        const pieces = [part(chunk, 0, cut), part(chunk, cut, chunk.times.length)].map((piece) => {
          const tier = rollUp(piece, 300_000);
          return {
            ...tier,
            columns: tier.columns.map(({ series: told, buckets }) => ({
              series: told,
              buckets: roundTrip(buckets, told.decimals),
            })),
          };
        });
        assertSameTier(mergeTiers(pieces), rollUp(chunk, 300_000), spreadTolerance);
      }),
    );
  });
});

function expectOrDamage(read: () => void): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof DamagedBytes)) throw error;
  }
}
