import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { Sqlite } from '../../src/engine/store/segments/sqlite';
import { FrozenLeaders, type FrozenCounts } from '../support/frozenLeaders';
import { Random } from '../support/random';
import { testSqlite } from '../support/storeSamples';

const isLong = process.env['SOAK'] === '1';
const folders = isLong ? 100 : 4;
const takeovers = 5;
const seed = Number(process.env['STORE_SEED'] ?? 1);

describe('A leader that was frozen', () => {
  let sqlite: Sqlite;
  before(async () => {
    sqlite = await testSqlite();
  });

  it(`wakes ${folders * takeovers} times after another took over, and nothing is lost, twice or comes back`, async (t) => {
    const counts: FrozenCounts = {
      ...{ takeovers: 0, atFence: 0, inJournal: 0, inChange: 0, inRecovery: 0, early: 0, crashes: 0 },
    };
    const seeds = new Random(seed);
    for (let folder = 0; folder < folders; folder++) {
      const own = seeds.integer(0, 2 ** 31);
      const broken = await new FrozenLeaders(own, sqlite, counts).run(takeovers);
      assert.equal(broken, undefined, `STORE_SEED=${seed}, folder ${folder}`);
    }
    t.diagnostic(JSON.stringify(counts));
    for (const [what, count] of Object.entries(counts)) assert.ok(count > 0, what);
  });
});
