import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { TierChunk } from '../../../../src/engine/store/chunk';
import { SegmentBuilder } from '../../../../src/engine/store/segments/segmentBuilder';
import { DamagedSegment } from '../../../../src/engine/store/segments/segmentErrors';
import { SegmentReader } from '../../../../src/engine/store/segments/segmentReader';
import type { Sqlite } from '../../../../src/engine/store/segments/sqlite';
import type { SeriesState } from '../../../../src/engine/store/storedSeries';
import { mergeTiers } from '../../../../src/engine/store/tiers/mergeTiers';
import { rollUp } from '../../../../src/engine/store/tiers/rollUp';
import { noon, someSamples, someSeries, testSession, testSqlite } from '../../../support/storeSamples';

const everything = { from: -Infinity, to: Infinity, wanted: () => true };
const series = someSeries(9);
/** Two halves that share a bucket of every width. */
const halves = [noon - 400_000, noon + 3500].map((from) => someSamples({ series, hz: 10, from, seconds: 403.5 }));

let sqlite: Sqlite;

function built(fill: (builder: SegmentBuilder) => void): Buffer {
  const builder = new SegmentBuilder(sqlite, 'coarse');
  fill(builder);
  return Buffer.from(builder.finish().bytes);
}

function opened(bytes: Buffer): SegmentReader {
  return SegmentReader.open(sqlite, Buffer.from(bytes), 'coarse.db');
}

/** What is kept exactly, by series, and the spread, which is kept to 0.2 %. */
function figuresOf({ starts, firstAt, lastAt, columns }: TierChunk) {
  const sorted = columns.toSorted((a, b) => Number(a.series.labels['core']) - Number(b.series.labels['core']));
  return {
    exact: {
      starts,
      firstAt,
      lastAt,
      columns: sorted.map(({ series: one, buckets: { m2, ...figures } }) => ({ one, rows: m2.length, ...figures })),
    },
    spreads: sorted.flatMap(({ buckets }) => [...buckets.m2]),
  };
}

function expectSame(found: TierChunk, expected: TierChunk): void {
  const [a, b] = [figuresOf(found), figuresOf(expected)];
  assert.deepEqual(a.exact, b.exact);
  for (const [i, spread] of a.spreads.entries()) {
    const right = b.spreads[i]!;
    assert.ok(Object.is(spread, right) || Math.abs(spread - right) <= 0.0021 * right, `${spread} for ${right}`);
  }
}

describe('a segment of buckets', () => {
  before(async () => {
    sqlite = await testSqlite();
  });

  it('gives back the buckets of every width, the parts of one bucket put together', () => {
    const widths = [300_000, 3_600_000];
    const bytes = built((builder) => {
      for (const half of halves) for (const width of widths) builder.addBuckets(rollUp(half, width));
    });
    const reader = opened(bytes);
    reader.check();
    assert.deepEqual(reader.tiers(), widths);
    for (const tierMs of widths) {
      const [chunk, ...others] = [...reader.buckets({ ...everything, tierMs })];
      assert.deepEqual(others, []);
      expectSame(chunk!, mergeTiers(halves.map((half) => rollUp(half, tierMs))));
    }
    assert.deepEqual([...reader.buckets({ ...everything, tierMs: 1000 })], []);
    reader.close();
  });

  it('is the same to the byte in whatever order the parts came', () => {
    const parts = halves.map((half) => rollUp(half, 300_000));
    const inOrder = built((builder) => {
      for (const part of parts) builder.addBuckets(part);
    });
    const backwards = built((builder) => {
      for (const part of parts.toReversed()) builder.addBuckets(part);
    });
    assert.deepEqual(backwards, inOrder);
  });

  it('cuts to the buckets that have a sample in the range', () => {
    const whole = mergeTiers(halves.map((half) => rollUp(half, 10_000)));
    const builder = new SegmentBuilder(sqlite, 'fine');
    builder.addBuckets(whole);
    const reader = opened(Buffer.from(builder.finish().bytes));
    const starts = (from: number, to: number) =>
      Array.from(reader.buckets({ from, to, tierMs: 10_000, wanted: () => true }), (c) => [...c.starts]).flat();
    assert.deepEqual(starts(noon - 20_000, noon - 1), [noon - 20_000, noon - 10_000]);
    assert.deepEqual(starts(noon - 15_000, noon + 5000), [noon - 20_000, noon - 10_000, noon]);
    assert.deepEqual(starts(-Infinity, Infinity), [...whole.starts]);
    assert.deepEqual(starts(noon + 10_000_000, Infinity), []);
    reader.close();
  });

  it('inflates only what is wanted', () => {
    const bytes = built((builder) => {
      builder.addBuckets(rollUp(halves[0]!, 300_000));
    });
    const database = sqlite.open(bytes);
    database.run(
      "UPDATE column_data SET data = x'07' WHERE series <> (SELECT id FROM series WHERE labels LIKE '%\"7\"%')",
    );
    const spoilt = Buffer.from(database.export());
    database.close();
    const reader = opened(spoilt);
    const wanted = (core: string) => [
      ...reader.buckets({ ...everything, tierMs: 300_000, wanted: ({ labels }) => labels['core'] === core }),
    ];
    assert.equal(wanted('7')[0]?.columns.length, 1);
    assert.throws(() => wanted('6'), DamagedSegment);
    reader.close();
  });

  it('leaves the sketches where they are unless they are wanted', () => {
    const bytes = built((builder) => {
      builder.addBuckets(rollUp(halves[0]!, 300_000));
    });
    // What is opened belongs to the database, and changes with it.
    const database = sqlite.open(Buffer.from(bytes));
    database.run("UPDATE column_data SET sketches = x'07'");
    const spoilt = Buffer.from(database.export());
    database.close();
    const read = (from: Buffer, withSketches: boolean) => {
      const reader = opened(from);
      try {
        return [...reader.buckets({ ...everything, tierMs: 300_000, withSketches })];
      } finally {
        reader.close();
      }
    };
    const [whole] = read(bytes, true);
    const columns = whole!.columns.map(({ series: one, buckets: { sketches, ...buckets } }) => {
      assert.ok(sketches);
      return { series: one, buckets };
    });
    assert.deepEqual(read(spoilt, false), [{ ...whole!, columns }]);
    assert.throws(() => read(spoilt, true), DamagedSegment);
  });

  it('gives back what the series were like, each change once', () => {
    const origin = { method: 'energy counter', scope: 'CPU package', source: 'RAPL "0"' } as const;
    const states: SeriesState[] = [
      { since: noon, quality: 'measured' },
      { since: noon + 1, quality: 'estimated', reason: "No sensor; it's a guess.\0", origin },
      { since: noon + 2, quality: 'estimated', reason: 'Another guess.', origin },
      { since: noon + 3, quality: 'unavailable', reason: 'Another guess.', origin: { ...origin, source: 'none' } },
      { since: noon + 4, quality: 'measured' },
    ];
    const bytes = built((builder) => {
      builder.addBuckets(rollUp(halves[0]!, 300_000));
      for (const state of states.toReversed()) {
        builder.addState(testSession, series[1]!, state);
        // Said again later, as each journal does.
        builder.addState(testSession, series[1]!, { ...state, since: state.since + 0.5 });
        builder.addState(`${testSession}2`, { ...series[1]! }, state);
      }
    });
    const reader = opened(bytes);
    reader.check();
    const told = [...reader.states()];
    for (const session of [testSession, `${testSession}2`])
      assert.deepEqual(
        told.filter((row) => row.session === session).map(({ state }) => state),
        states,
      );
    assert.deepEqual(new Set(told.map(({ series: one }) => one)).size, 1);
    assert.deepEqual(told[0]?.series, series[1]);
    assert.deepEqual(reader.sessions(), [testSession, `${testSession}2`]);
    reader.close();
  });
});
