import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import type { BucketColumns } from '../../../../src/engine/store/chunk';
import { SegmentBuilder } from '../../../../src/engine/store/segments/segmentBuilder';
import { DamagedSegment, NewerSegment } from '../../../../src/engine/store/segments/segmentErrors';
import { SegmentReader } from '../../../../src/engine/store/segments/segmentReader';
import type { Sqlite, SqliteValue } from '../../../../src/engine/store/segments/sqlite';
import { rollUp } from '../../../../src/engine/store/tiers/rollUp';
import { Random } from '../../../support/random';
import { noon, someSamples, someSeries, testSession, testSqlite } from '../../../support/storeSamples';

const always = { from: -Infinity, to: Infinity };

let sqlite: Sqlite;
let raw: Buffer;
let coarse: Buffer;
let events: Buffer;

/** The segment after SQL that we never wrote, as somebody could forge it. */
function forged(segment: Buffer, sql: string, parameters: SqliteValue[] = []): Buffer {
  const database = sqlite.open(Buffer.from(segment));
  try {
    const statement = database.prepare(sql);
    statement.run(parameters);
    statement.free();
    return Buffer.from(database.export());
  } finally {
    database.close();
  }
}

/** Reads everything, and holds every value that comes out against its type. */
function readAll(bytes: Buffer): void {
  const reader = SegmentReader.open(sqlite, Buffer.from(bytes), 'forged.db');
  try {
    const range = { ...always, wanted: () => true };
    for (const { times, columns, hz } of reader.samples(range)) {
      assert.ok(Number.isFinite(hz) && times.every((t) => t >= 0));
      for (const { values } of columns) assert.equal(values.length, times.length);
    }
    for (const tierMs of reader.tiers())
      for (const { starts, firstAt, lastAt, columns } of reader.buckets({ ...range, tierMs })) {
        assert.ok(starts.every((s, i) => s >= 0 && firstAt[i]! >= s && lastAt[i]! < s + tierMs));
        for (const { buckets } of columns) expectBuckets(buckets, starts.length);
      }
    for (const { series, state } of reader.states()) assert.ok(series.metric !== '' && state.since >= 0);
    for (const event of reader.events(always)) assert.ok(event.sequence >= 0 && typeof event.data === 'object');
    for (const { state } of reader.snapshots(always)) assert.equal(typeof state, 'string');
    reader.check();
  } finally {
    reader.close();
  }
}

function expectBuckets({ sketches, ...figures }: BucketColumns, rows: number): void {
  for (const column of Object.values(figures)) assert.equal(column.length, rows);
  assert.ok(figures.count.every((n) => Number.isInteger(n) && n >= 0));
  if (!sketches) return;
  assert.equal(sketches.length, rows);
  for (const [row, sketch] of sketches.entries()) {
    const counts = sketch.filter((_, i) => i % 2 === 1).reduce((sum, n) => sum + n, 0);
    assert.equal(counts, figures.count[row]);
  }
}

/** Whether reading found the damage; anything but right values and the two errors fails the test. */
function isRefused(bytes: Buffer): boolean {
  try {
    readAll(bytes);
    return false;
  } catch (error) {
    if (error instanceof DamagedSegment || error instanceof NewerSegment) return true;
    throw error;
  }
}

function expectDamaged(bytes: Buffer, damage: RegExp): void {
  assert.throws(
    () => {
      readAll(bytes);
    },
    (error) => error instanceof DamagedSegment && damage.test(error.message),
  );
}

describe('a segment that is not what was written', () => {
  before(async () => {
    sqlite = await testSqlite();
    const chunk = someSamples({ series: someSeries(8), hz: 10, from: noon - 30_000, seconds: 60 });
    const builders = { raw: new SegmentBuilder(sqlite, 'raw'), coarse: new SegmentBuilder(sqlite, 'coarse') };
    builders.raw.addSamples(chunk);
    builders.raw.addBuckets(rollUp(chunk, 1000));
    builders.coarse.addBuckets(rollUp(chunk, 300_000));
    for (const { series } of chunk.columns)
      builders.raw.addState(testSession, series, { since: noon, quality: 'estimated', reason: 'No sensor.' });
    raw = Buffer.from(builders.raw.finish().bytes);
    coarse = Buffer.from(builders.coarse.finish().bytes);
    const recorded = new SegmentBuilder(sqlite, 'events');
    for (let sequence = 1; sequence <= 30; sequence++)
      recorded.addEvent({
        session: testSession,
        sequence,
        timestamp: noon + sequence,
        type: 'session.end',
        data: { reason: 'x' },
      });
    recorded.addSnapshot({ session: testSession, sequence: 9, timestamp: noon, reason: 'periodic', state: '{"a":1}' });
    events = Buffer.from(recorded.finish().bytes);
  });

  it('is readable as it was', () => {
    for (const segment of [raw, coarse, events]) assert.equal(isRefused(segment), false);
  });

  it('gives right types or is refused after flips of bits that its checksum does not tell of', () => {
    const random = new Random(7);
    let refused = 0;
    for (const segment of [raw, coarse, events])
      for (let i = 0; i < 500; i++) {
        const flipped = Buffer.from(segment);
        for (let flips = random.integer(1, 3); flips > 0; flips--)
          flipped[random.integer(0, flipped.length - 1)]! ^= 1 << random.integer(0, 7);
        if (isRefused(flipped)) refused++;
      }
    // The other flips make another number or label, which nothing but the checksum can tell.
    assert.ok(refused > 400, `only ${refused} of 1500 were refused`);
  });

  it('gives right types or is refused when whole stretches of it are noise or another part of it', () => {
    const random = new Random(8);
    for (const segment of [raw, coarse, events])
      for (let i = 0; i < 200; i++) {
        const changed = Buffer.from(segment);
        const length = random.integer(1, 600);
        const at = random.integer(0, changed.length - length);
        const from = random.integer(0, changed.length - length);
        (random.chance(0.5) ? random.bytes(length) : segment.subarray(from, from + length)).copy(changed, at);
        isRefused(changed);
      }
  });

  it('is refused when it is cut', () => {
    for (const segment of [raw, coarse, events])
      for (let bytes = 0; bytes < segment.length; bytes += 256) expectDamaged(segment.subarray(0, bytes), /damaged/);
  });

  it('is refused when it is no database', () => {
    expectDamaged(Buffer.from('not a database'.repeat(100)), /not a database/);
    expectDamaged(Buffer.alloc(4096), /not a database/);
  });

  it('is left alone when it is newer, and says so', () => {
    const newer = forged(raw, "UPDATE meta SET value = '2' WHERE key = 'schema_version'");
    const withMore = forged(newer, 'CREATE TABLE later (x)');
    for (const segment of [newer, withMore, forged(raw, "UPDATE state SET quality = 'divined'")])
      assert.throws(() => {
        readAll(segment);
      }, NewerSegment);
    const unknown = forged(events, "UPDATE event SET type = 'moon.phase' WHERE id = 3");
    assert.throws(() => {
      readAll(unknown);
    }, NewerSegment);
  });

  it('never has SQLite run what somebody else wrote', () => {
    const endless = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i, i, i, i, i FROM n';
    for (const [table, segment] of [
      ['series', raw],
      ['event', events],
      ['meta', raw],
    ] as const)
      expectDamaged(forged(forged(segment, `DROP TABLE ${table}`), `CREATE VIEW ${table} AS ${endless}`), /table/);
    expectDamaged(forged(raw, 'CREATE TRIGGER t AFTER INSERT ON series BEGIN DELETE FROM series; END'), /tables/);
  });

  it('is refused when its pages go round in a circle', () => {
    for (const table of ['column_data', 'chunk', 'series', 'column_by_series']) {
      const looped = Buffer.from(raw);
      const database = sqlite.open(Buffer.from(raw));
      const [[root] = []] = [...database.rows('SELECT rootpage FROM sqlite_master WHERE name = ?', [table])];
      database.close();
      const page = (Number(root) - 1) * 512;
      // An interior page has 2 or 5 as its first byte, and its right-most child at 8.
      looped[page] = table === 'column_by_series' ? 2 : 5;
      looped.writeUInt32BE(Number(root), page + 8);
      assert.ok(isRefused(looped), table);
    }
  });

  it('inflates nothing to more than its rows can need', () => {
    const bomb = Buffer.concat([Buffer.of(1), deflateRawSync(Buffer.alloc(100_000_000))]);
    assert.ok(bomb.length < 200_000);
    expectDamaged(forged(raw, 'UPDATE column_data SET data = ?', [bomb]), /inflated/);
    expectDamaged(forged(raw, 'UPDATE chunk SET times = ?', [bomb]), /inflated/);
    expectDamaged(forged(coarse, 'UPDATE column_data SET sketches = ?', [bomb]), /inflated|sketch/);
  });

  for (const [sql, damage] of [
    ['UPDATE chunk SET row_count = 1000000000', /row_count|whole number/],
    ['UPDATE chunk SET row_count = 1048576', /damaged/],
    ['UPDATE chunk SET row_count = row_count - 1', /damaged/],
    ["UPDATE chunk SET row_count = 'many'", /damaged/],
    ['UPDATE chunk SET hz = 9e999', /damaged/],
    ['UPDATE chunk SET from_ms = from_ms - 1', /span/],
    ['UPDATE chunk SET to_ms = NULL', /damaged/],
    ['UPDATE chunk SET from_ms = to_ms + 1', /contradicts/],
    ['UPDATE chunk SET tier_ms = 10000 WHERE tier_ms = 1000', /damaged/],
    ['UPDATE chunk SET times = NULL', /damaged/],
    ["UPDATE chunk SET times = x'02'", /packed/],
    ["UPDATE chunk SET session = x'00'", /damaged/],
    ["UPDATE column_data SET data = x''", /packed/],
    ["UPDATE column_data SET data = 'text'", /damaged/],
    ['UPDATE column_data SET chunk = 1', /damaged/],
    ['UPDATE column_data SET chunk = 77 WHERE rowid = 1', /columns/],
    ['UPDATE column_data SET series = 77 WHERE rowid = 1', /columns/],
    ['UPDATE series SET decimals = 99', /damaged/],
    ["UPDATE series SET labels = '[]'", /damaged/],
    [`UPDATE series SET labels = '{"a":1}'`, /label/],
    ["UPDATE series SET labels = '{'", /damaged/],
    ['UPDATE series SET metric = NULL', /damaged/],
    ['UPDATE state SET series = 99', /unknown series/],
    ["UPDATE state SET since_ms = 'x'", /damaged/],
    ["UPDATE state SET origin = '{}'", /origin/],
    ["UPDATE meta SET value = '5' WHERE key = 'samples'", /samples/],
    ["UPDATE meta SET value = '[]' WHERE key = 'sessions'", /sessions/],
    ["UPDATE meta SET value = 'events' WHERE key = 'kind'", /tables/],
    ["DELETE FROM meta WHERE key = 'schema_version'", /schema_version/],
    ['DELETE FROM column_data WHERE chunk = (SELECT min(id) FROM chunk WHERE tier_ms = 0)', /samples/],
  ] as const)
    it(`is refused after ${sql}`, () => {
      expectDamaged(forged(raw, sql), damage);
    });

  for (const [sql, damage] of [
    ['UPDATE event SET sequence = -1', /damaged/],
    ['UPDATE event SET timestamp = 1e300', /damaged/],
    ["UPDATE event SET data = '7'", /damaged/],
    ["UPDATE event SET frame_id = 'x'", /damaged/],
    ['UPDATE event SET sequence = 5', /events/],
    ['DELETE FROM event WHERE id = 4', /events/],
    ["UPDATE snapshot SET state = 'x'", /damaged/],
    ['UPDATE snapshot SET sequence = NULL', /damaged/],
  ] as const)
    it(`is refused after ${sql}`, () => {
      expectDamaged(forged(events, sql), damage);
    });
});
