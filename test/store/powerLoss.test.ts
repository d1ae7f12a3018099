import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { aesCipher } from '../../src/engine/store/encryption/aesCipher';
import { JournalRig } from '../support/journalRig';
import { Random } from '../support/random';
import { broken, readBack } from '../support/readBack';
import { SimulatedDisk, type DiskMutants } from '../support/simulatedDisk';

const cipher = aesCipher(new Uint8Array(32).fill(7));
const codes = ['ENOSPC', 'EIO', 'EROFS', 'EMFILE'];

/** Lets a writer work through a random life that ends with a loss of power; tells what is not as promised then. */
async function lifeOf(seed: number, mutants: DiskMutants): Promise<string | undefined> {
  const random = new Random(seed);
  const disk = new SimulatedDisk(random, mutants);
  const key = random.chance(0.3) ? cipher : undefined;
  const rig = new JournalRig(disk, key ? { cipher: key } : {});
  const groups = [rig.group('fast', 60, 4), rig.group('slow', 1, 2), rig.group('one', 10, 1)];
  const failing = random.chance(0.5) ? 0.08 : 0;
  disk.fault = () => (random.chance(failing) ? random.pick(codes) : undefined);
  let after: SimulatedDisk | undefined;
  const lost = disk.powerLossAt(random.integer(0, 120)).then((found) => {
    after = found;
  });
  while (!after) {
    for (const group of groups) if (random.chance(0.7)) rig.rows(group, random.size(40));
    if (random.chance(0.3)) rig.event();
    if (random.chance(0.1)) rig.addSeries(random.pick(groups));
    if (random.chance(0.1)) random.pick(groups).layout[0]!.reason = `seed ${random.next()}`;
    rig.clock.advance(random.chance(0.1) ? 16 * 60_000 : 1000);
    await Promise.race([rig.writer.flush(), lost]);
  }
  return broken(rig, await readBack(after, '/data', key));
}

/** Seeds under which something is not as promised. */
async function violations(seeds: number, mutants: DiskMutants = {}): Promise<string[]> {
  const found: string[] = [];
  for (let seed = 1; seed <= seeds; seed++) {
    const violation = await lifeOf(seed, mutants);
    if (violation !== undefined) found.push(`seed ${seed}: ${violation}`);
  }
  return found;
}

describe('a journal when power is lost', () => {
  it('keeps every acknowledged row and event once, a thousand times over', async () => {
    assert.deepEqual(await violations(1000), []);
  });

  for (const mutant of ['ignoreSync', 'ignoreFolderSync', 'lateSync'] as const)
    it(`would be seen to lose rows on a disk with ${mutant}`, async () => {
      assert.notEqual((await violations(150, { [mutant]: true })).length, 0);
    });
});
