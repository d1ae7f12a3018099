import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Random } from '../support/random';
import { testSqlite } from '../support/storeSamples';
import { Storm } from '../support/storm';
import type { StormOrder } from '../support/stormWords';
import { stormWriter } from '../support/stormWriter';

const rounds = process.env['SOAK'] === '1' ? 100 : 5;
const seed = Number(process.env['STORE_SEED'] ?? 1);

function tests(): void {
  let dataDir = '';
  before(async () => {
    dataDir = await mkdtemp(path.join(os.tmpdir(), 'wirthforge-frozen-'));
  });
  after(() => rm(dataDir, { recursive: true }));

  it(`loses nothing that was acknowledged, and keeps nothing twice, when it wakes ${rounds} times`, async (t) => {
    const storm = new Storm(new Random(seed), dataDir, path.resolve('dist', 'store.js'), await testSqlite());
    for (let round = 1; round <= rounds; round++) {
      await storm.frozenRound();
      assert.equal(await storm.look(), undefined, `STORE_SEED=${seed}, round ${round}`);
    }
    t.diagnostic(JSON.stringify(storm.counts));
    assert.ok(storm.counts.rows > 0 && storm.counts.tidied > 0);
  });
}

const [, , role, order] = process.argv;
if (role === 'write') void stormWriter(JSON.parse(order!) as StormOrder);
else describe('An engine that is stopped while it leads', { skip: process.platform === 'win32' }, tests);
