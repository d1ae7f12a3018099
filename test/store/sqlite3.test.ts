import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { SegmentBuilder } from '../../src/engine/store/segments/segmentBuilder';
import { toSegmentFile } from '../../src/engine/store/segments/segmentFile';
import type { SegmentKind } from '../../src/engine/store/segments/segmentName';
import type { Sqlite } from '../../src/engine/store/segments/sqlite';
import { rollUp } from '../../src/engine/store/tiers/rollUp';
import { provideSqlite3, sqlite3 } from '../support/sqlite3Program';
import { noon, someSamples, someSeries, testSession, testSqlite } from '../support/storeSamples';

const names = ["it's", '"quoted"', 'zero\0byte', 'ünï', '𝔘', '\u202eright to left', '{"a":1}'];
const series = someSeries(names.length).map((s, i) => ({ ...s, labels: { core: names[i]! } }));
const chunk = someSamples({ series, hz: 10, from: noon, seconds: 700 });

/** The queries that the documentation shows under a heading, without their fences. */
async function documentedQueries(): Promise<string[]> {
  const text = await readFile(path.join(process.cwd(), 'docs', 'store-format.md'), 'utf8');
  return Array.from(text.matchAll(/```sql\n([\s\S]*?)```/g), ([, query]) => query!.trim());
}

describe("segments in SQLite's own program", () => {
  let folder: string;
  let sqlite: Sqlite;

  async function written(kind: SegmentKind, fill: (builder: SegmentBuilder) => void): Promise<string> {
    const builder = new SegmentBuilder(sqlite, kind);
    fill(builder);
    const built = builder.finish();
    const { name, bytes } = toSegmentFile(built.bytes, { ...built, epoch: 1, sequence: 1 }, undefined);
    const file = path.join(folder, name);
    await writeFile(file, bytes);
    return file;
  }

  before(async () => {
    await provideSqlite3();
    sqlite = await testSqlite();
    folder = await mkdtemp(path.join(os.tmpdir(), 'wirthforge-segments-'));
  });

  after(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  const fills: Readonly<Record<SegmentKind, (builder: SegmentBuilder) => void>> = {
    raw: (builder) => {
      builder.addSamples(chunk);
      builder.addBuckets(rollUp(chunk, 1000));
      for (const one of series) builder.addState(testSession, one, { since: noon, quality: 'measured' });
    },
    fine: (builder) => {
      builder.addBuckets(rollUp(chunk, 10_000));
    },
    coarse: (builder) => {
      for (const tierMs of [300_000, 3_600_000, 86_400_000]) builder.addBuckets(rollUp(chunk, tierMs));
    },
    events: (builder) => {
      for (let sequence = 1; sequence <= 300; sequence++)
        builder.addEvent({
          session: testSession,
          sequence,
          timestamp: noon + sequence * 1000,
          type: sequence === 1 ? 'session.start' : 'energy.update',
          data: { reason: names[sequence % names.length]!, energy: sequence },
          energyDelta: sequence / 4,
        });
      builder.addSnapshot({ session: testSession, sequence: 9, timestamp: noon, reason: 'periodic', state: '{}' });
    },
  };

  for (const kind of ['raw', 'fine', 'coarse', 'events'] as const)
    it(`is whole when it is of kind ${kind}, and says what it is`, async () => {
      const file = await written(kind, fills[kind]);
      assert.deepEqual(await sqlite3(file, 'PRAGMA integrity_check'), [{ integrity_check: 'ok' }]);
      const meta = await sqlite3(file, 'SELECT key, value FROM meta ORDER BY key');
      const said = Object.fromEntries(meta.map(({ key, value }): [string, unknown] => [String(key), value]));
      assert.equal(said['kind'], kind);
      assert.equal(said['schema_version'], '1');
      assert.equal(said['sessions'], JSON.stringify([testSession]));
    });

  it('answers the documented query for what was measured when', async () => {
    const [overview] = await documentedQueries();
    const rows = await sqlite3(await written('raw', fills.raw), overview!);
    assert.equal(rows.length, 2 * series.length);
    const labels = new Set(rows.map((row) => (JSON.parse(String(row['labels'])) as { core: string }).core));
    assert.deepEqual([...labels].sort(), [...names].sort());
    for (const row of rows) {
      assert.equal(row['from_utc'], '2026-11-21 12:00:00');
      assert.equal(row['row_count'], row['tier_ms'] === 0 ? chunk.times.length : 700);
    }
  });

  it('answers the documented query for events', async () => {
    const [, events] = await documentedQueries();
    const rows = await sqlite3(await written('events', fills.events), events!);
    assert.equal(rows.length, 300);
    assert.deepEqual(rows[0], {
      at_utc: '2026-11-21 12:00:01',
      session_id: testSession,
      sequence: 1,
      type: 'session.start',
      data: JSON.stringify({ reason: names[1], energy: 1 }),
      energy_delta: 0.25,
    });
    assert.deepEqual(await sqlite3(await written('events', fills.events), 'SELECT id, events FROM session'), [
      { id: testSession, events: 300 },
    ]);
  });
});
