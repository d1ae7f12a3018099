import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { nodeDisk } from '../../src/engine/store/disk/nodeDisk';
import type { Sqlite } from '../../src/engine/store/segments/sqlite';
import { StoreFolder } from '../../src/engine/store/upkeep/storeFolder';
import { Upkeep } from '../../src/engine/store/upkeep/upkeep';
import { nextEpoch } from '../../src/engine/store/upkeep/folderIndex';
import { Random } from '../support/random';
import { testSqlite } from '../support/storeSamples';
import { Storm } from '../support/storm';
import { StormChild } from '../support/stormChild';
import { stormReader } from '../support/stormReader';
import { stormKept, type ReaderWord, type StormOrder } from '../support/stormWords';
import { stormWriter } from '../support/stormWriter';

const isLong = process.env['SOAK'] === '1';
const kills = isLong ? 1000 : 16;
const lookEvery = 5;
const patientEvery = 8;
const seed = Number(process.env['STORE_SEED'] ?? 1);
const dayMs = 86_400_000;
const signal = new AbortController().signal;

/** Chance may leave out what one storm in a few must have. */
function kindOf(round: number): 'patient' | 'early' | 'any' {
  if (round % patientEvery === 0) return 'patient';
  return round % patientEvery === patientEvery / 2 ? 'early' : 'any';
}

function tests(): void {
  let dataDir = '';
  let sqlite: Sqlite;
  let reader: StormChild<ReaderWord> | undefined;
  before(async () => {
    dataDir = await mkdtemp(path.join(os.tmpdir(), 'wirthforge-storm-'));
    sqlite = await testSqlite();
  });
  after(async () => {
    await reader?.kill();
    await rm(dataDir, { recursive: true });
  });

  /** What the next engine does first, at the end of it all. */
  async function recover(now: number, problems: string[]): Promise<void> {
    const report = (problem: string): void => void problems.push(problem);
    const writing = await nextEpoch(nodeDisk, dataDir);
    const folder = await StoreFolder.open(nodeDisk, dataDir, sqlite, { writing, report });
    const upkeep = new Upkeep(folder, () => now);
    await upkeep.recover(signal);
    await upkeep.tidy(stormKept, signal);
    const oldest = now - stormKept['retention.rawDays'] * dayMs;
    assert.deepEqual(
      folder.segments({ kind: 'raw' }).filter(({ to }) => to < oldest),
      [],
      'what is too old is removed',
    );
    folder.close();
  }

  it(`loses nothing that was acknowledged in ${kills} kills`, async (t) => {
    // Every process has its own pace, so a seed repeats where kills fall and what is spoiled only roughly.
    const repeat = `STORE_SEED=${seed}`;
    const storm = new Storm(new Random(seed), dataDir, path.resolve('dist', 'store.js'), sqlite);
    reader = new StormChild<ReaderWord>('read', { dataDir, since: storm.now });
    for (let round = 1; round <= kills; round++) {
      await storm.round(kindOf(round));
      if (round % lookEvery > 0) continue;
      assert.equal(await storm.look(), undefined, `${repeat}, after kill ${round}`);
    }
    const heard = await reader.kill();
    reader = undefined;
    await recover(storm.now, storm.problems);
    storm.over();
    assert.equal(await storm.look(), undefined, `${repeat}, after recovery`);
    const left = [
      ...(await readdir(path.join(dataDir, 'journal'))),
      ...(await readdir(path.join(dataDir, 'segments'))),
    ];
    assert.deepEqual(
      left.filter((name) => !name.endsWith('.db')),
      [],
      repeat,
    );
    assert.deepEqual(
      heard.filter(({ said }) => said === 'wrong'),
      [],
      `${repeat}: another process read meanwhile`,
    );
    const points = heard.reduce((sum, word) => sum + (word.said === 'read' ? word.points : 0), 0);
    t.diagnostic(JSON.stringify({ ...storm.counts, readings: heard.length, points }));
    // Otherwise less was put to the test than it says.
    for (const [what, count] of Object.entries({ ...storm.counts, readings: heard.length, points }))
      assert.ok(count > 0, `${repeat}: ${what}`);
  });
}

const [, , role, order] = process.argv;
if (role === 'write') void stormWriter(JSON.parse(order!) as StormOrder);
else if (role === 'read') {
  const { dataDir, since } = JSON.parse(order!) as { readonly dataDir: string; readonly since: number };
  void stormReader(dataDir, since);
} else describe('A storm of kills', tests);
