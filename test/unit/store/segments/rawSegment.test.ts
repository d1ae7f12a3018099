import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import fc from 'fast-check';
import type { RawChunk } from '../../../../src/engine/store/chunk';
import { quantize } from '../../../../src/engine/store/codec/quantize';
import { SegmentBuilder, type BuiltSegment } from '../../../../src/engine/store/segments/segmentBuilder';
import { SegmentReader, type SampleRange } from '../../../../src/engine/store/segments/segmentReader';
import type { Sqlite } from '../../../../src/engine/store/segments/sqlite';
import { storedKey, type StoredSeries } from '../../../../src/engine/store/storedSeries';
import { rollUp } from '../../../../src/engine/store/tiers/rollUp';
import { noon, someSamples, someSeries, testSession, testSqlite } from '../../../support/storeSamples';

const stretchMs = 300_000;
const everything: SampleRange = { from: -Infinity, to: Infinity, wanted: () => true };

let sqlite: Sqlite;

function built(chunks: readonly RawChunk[]): BuiltSegment {
  const builder = new SegmentBuilder(sqlite, 'raw');
  for (const chunk of chunks) builder.addSamples(chunk);
  const segment = builder.finish();
  builder.dispose();
  return segment;
}

function read(segment: BuiltSegment, range: SampleRange = everything): RawChunk[] {
  const reader = SegmentReader.open(sqlite, Buffer.from(segment.bytes), 'a.db');
  try {
    reader.check();
    return [...reader.samples(range)];
  } finally {
    reader.close();
  }
}

/** Every sample that has a value, by series and time, as text; what the store keeps of each. */
function samplesOf(chunks: readonly RawChunk[]): string[] {
  return chunks
    .flatMap(({ session, group, hz, times, columns }) =>
      columns.flatMap(({ series, values }) =>
        Array.from(values, (value, row) => {
          const kept = quantize(value, series.decimals);
          const key = storedKey(series.metric, series.labels);
          return Number.isNaN(kept)
            ? ''
            : JSON.stringify([session, group, hz, key, series.unit, times[row], String(kept)]);
        }),
      ),
    )
    .filter((text) => text !== '')
    .sort();
}

/** A chunk cut into pieces of so many rows. */
function pieces({ times, columns, ...key }: RawChunk, rows: number): RawChunk[] {
  return Array.from({ length: Math.ceil(times.length / rows) }, (_, i) => {
    const cut = (values: Float64Array) => values.slice(i * rows, (i + 1) * rows);
    return { ...key, times: cut(times), columns: columns.map((c) => ({ series: c.series, values: cut(c.values) })) };
  });
}

describe('a segment of raw samples', () => {
  before(async () => {
    sqlite = await testSqlite();
  });

  it('gives back every sample as it was, in aligned stretches of 5 min, each cut to what is asked for', () => {
    const chunk = someSamples({ series: someSeries(12), hz: 10, from: noon - 100_000, seconds: 700 });
    const segment = built([chunk]);
    const back = read(segment);
    assert.deepEqual(samplesOf(back), samplesOf([chunk]));
    assert.equal(segment.samples, samplesOf([chunk]).length);
    assert.deepEqual([segment.from, segment.to], [chunk.times[0], chunk.times.at(-1)]);
    for (const { times } of back)
      assert.equal(Math.floor(times[0]! / stretchMs), Math.floor(times.at(-1)! / stretchMs));
    const [from, to] = [chunk.times[777]!, chunk.times[4321]!];
    const cut = read(segment, { from, to, wanted: ({ labels }) => labels['core'] === '7' });
    const seventh = { ...chunk, columns: chunk.columns.slice(7, 8) };
    const expected = samplesOf(pieces(seventh, 1).slice(777, 4322));
    assert.deepEqual(samplesOf(cut), expected);
  });

  it('is the same to the byte however the samples were cut and in whatever order the groups came', () => {
    const from = noon + 123_456;
    const fast = someSamples({ series: someSeries(5), hz: 60, from, seconds: 400, group: 'model' });
    const slow = someSamples({ series: someSeries(9).slice(5), hz: 1, from, seconds: 400 });
    const whole = built([fast, slow]);
    const again = built([...pieces(slow, 1), ...pieces(fast, 7)]);
    assert.deepEqual(Buffer.from(again.bytes), Buffer.from(whole.bytes));
    assert.deepEqual(samplesOf(read(again)), samplesOf([fast, slow]));
  });

  it('keeps series that come and go within a stretch side by side', () => {
    const series = someSeries(40);
    const parts = Array.from({ length: 20 }, (_, i) =>
      someSamples({ series: series.slice(i, i + 10), hz: 1, from: noon + i * 5000, seconds: 5 }),
    );
    const back = read(built(parts));
    assert.equal(back.length, 1);
    assert.deepEqual(samplesOf(back), samplesOf(parts));
  });

  it('keeps every sample when the clock was set back, and every chunk in the order of its times', () => {
    const parts = [noon + 60_000, noon + 30_000, noon - 900_000, noon + 61_000].map((from) =>
      someSamples({ series: someSeries(3), hz: 10, from, seconds: 10 }),
    );
    const back = read(built(parts));
    assert.deepEqual(samplesOf(back), samplesOf(parts));
    for (const { times } of back) assert.deepEqual(times, times.toSorted());
  });

  it('tells sessions, rates and groups apart', () => {
    const series = someSeries(2);
    const at = { series, from: noon, seconds: 5 };
    const parts = [
      someSamples({ ...at, hz: 10 }),
      someSamples({ ...at, hz: 10, session: '20261121T110000Z-00000002' }),
      someSamples({ ...at, hz: 20 }),
      someSamples({ ...at, hz: 10, group: 'gpu' }),
    ];
    const segment = built(parts);
    assert.deepEqual(samplesOf(read(segment)), samplesOf(parts));
    assert.deepEqual(
      samplesOf(read(segment, { ...everything, session: testSession })),
      samplesOf(parts.toSpliced(1, 1)),
    );
    const reader = SegmentReader.open(sqlite, Buffer.from(segment.bytes), 'a.db');
    assert.deepEqual(reader.sessions(), ['20261121T110000Z-00000002', testSession]);
    assert.deepEqual(reader.tiers(), []);
    reader.close();
  });

  it('gives back whatever values, times, labels and names there are', () => {
    const text = fc.string({ unit: 'binary', maxLength: 12 });
    const value = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(NaN, -0, Infinity, -Infinity, 1e-320, 2 ** 53));
    const series = fc.record<StoredSeries>({
      metric: text.map((t) => t.toWellFormed()),
      labels: fc.dictionary(text, text, { maxKeys: 3 }),
      unit: fc.constantFrom('percent', 'bytes', 'bits'),
      decimals: fc.integer({ min: 0, max: 6 }),
    });
    const rows = fc.integer({ min: 1, max: 40 });
    const chunk = fc
      .tuple(fc.array(series, { minLength: 1, maxLength: 4 }), rows, text)
      .chain(([list, length, group]) =>
        fc.tuple(
          fc.constant([
            ...new Map(
              list.map((s) => [JSON.stringify([storedKey(s.metric, s.labels), s.unit, s.decimals]), s]),
            ).values(),
          ]),
          fc.array(fc.double({ min: 0, max: 4e12, noNaN: true }), { minLength: length, maxLength: length }),
          fc.array(fc.array(value, { minLength: length, maxLength: length }), { minLength: 4, maxLength: 4 }),
          fc.constant(group.toWellFormed()),
        ),
      )
      .map(([list, times, values, group]): RawChunk => ({
        session: testSession,
        group,
        hz: 0.2,
        times: Float64Array.from(times),
        columns: list.map((s, i) => ({ series: s, values: Float64Array.from(values[i]!) })),
      }));
    fc.assert(
      fc.property(chunk, (one) => {
        assert.deepEqual(samplesOf(read(built([one]))), samplesOf([one]));
      }),
      { numRuns: 150 },
    );
  });

  it('costs little above its blobs', () => {
    const chunk = someSamples({ series: someSeries(50), hz: 10, from: noon, seconds: 900 });
    const builder = new SegmentBuilder(sqlite, 'raw');
    builder.addSamples(chunk);
    builder.addBuckets(rollUp(chunk, 1000));
    const { bytes } = builder.finish();
    const database = sqlite.open(Buffer.from(bytes));
    const [[columns, times] = []] = [
      ...database.rows('SELECT (SELECT sum(length(data)) FROM column_data), (SELECT sum(length(times)) FROM chunk)'),
    ];
    database.close();
    const blobs = Number(columns) + Number(times);
    assert.ok(blobs > 200_000);
    // Names, the index and what pages leave empty; with the pages of 4 KiB that SQLite takes by itself it is a quarter.
    assert.ok(bytes.length < blobs * 1.065, `${bytes.length} bytes for ${blobs} bytes of blobs`);
  });

  it('refuses times that no name can say, and what belongs in another kind', () => {
    const [series] = someSeries(1);
    for (const time of [NaN, -1, Infinity, 1e18]) {
      const builder = new SegmentBuilder(sqlite, 'raw');
      const chunk = { session: testSession, group: 'g', hz: 1, times: Float64Array.of(noon, time), columns: [] };
      assert.throws(() => {
        builder.addSamples(chunk);
      }, RangeError);
      assert.throws(() => {
        builder.addState(testSession, series!, { since: time, quality: 'measured' });
      }, RangeError);
    }
    const fine = new SegmentBuilder(sqlite, 'fine');
    assert.ok(fine.isEmpty);
    assert.throws(() => fine.finish(), RangeError);
    assert.throws(() => {
      fine.addSamples(someSamples({ series: someSeries(1), hz: 1, from: noon, seconds: 1 }));
    }, RangeError);
  });
});
