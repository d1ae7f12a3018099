import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { Sqlite } from '../../src/engine/store/segments/sqlite';
import { StoreCrashes, type CrashCounts } from '../support/storeCrashes';
import { storeMutants } from '../support/storeMutants';
import { testSqlite } from '../support/storeSamples';

const isLong = process.env['SOAK'] === '1';
const crashesInRow = 5;
const only = process.env['STORE_SEED'];

/** A mutant that survives this many is not seen. */
const mostMutantSeeds = 80;

const noCrashes = (): CrashCounts => ({ crashes: 0, inRecovery: 0, segments: 0, aged: 0, merged: 0 });

function seeds(count: number): readonly number[] {
  return only === undefined ? Array.from({ length: count }, (_, i) => i + 1) : [Number(only)];
}

describe('The whole cycle of the store when power is lost', () => {
  let sqlite: Sqlite;
  before(async () => {
    sqlite = await testSqlite();
  });

  it('keeps every acknowledged row and event once, whatever was going on', async (t) => {
    const counts = noCrashes();
    const broken: string[] = [];
    for (const seed of seeds(isLong ? 2000 : 25)) {
      const violation = await new StoreCrashes(seed, sqlite, counts).run(crashesInRow);
      if (violation !== undefined) broken.push(`STORE_SEED=${seed}: ${violation}`);
    }
    t.diagnostic(JSON.stringify(counts));
    assert.deepEqual(broken, []);
    if (only !== undefined) return;
    // Otherwise less was put to the test than it says.
    for (const [what, count] of Object.entries(counts)) assert.ok(count >= 8, `${what}: ${count}`);
  });

  for (const [name, mutant] of Object.entries(storeMutants))
    it(`would be seen not to when ${name}`, async (t) => {
      const counts = noCrashes();
      for (let seed = 1; seed <= mostMutantSeeds; seed++) {
        const violation = await new StoreCrashes(seed, sqlite, counts, mutant).run(crashesInRow);
        if (violation === undefined) continue;
        t.diagnostic(`after ${counts.crashes} crashes: ${violation.slice(0, 200)}`);
        return;
      }
      assert.fail(`nothing was noticed in ${counts.crashes} crashes`);
    });
});
