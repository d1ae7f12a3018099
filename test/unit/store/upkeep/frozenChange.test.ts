import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import { fencedDisk } from '../../../../src/engine/store/disk/fencedDisk';
import { applyChange, recoverChanges } from '../../../../src/engine/store/upkeep/folderChange';
import { Claims, Freezer } from '../../../support/freezer';
import { Random } from '../../../support/random';
import { SimulatedDisk } from '../../../support/simulatedDisk';

const dataDir = '/data';
const before = { 'journal/00000001-000001.journal': 'rows', 'segments/old.db': 'old' };
const after = { 'segments/new-a.db': 'first of the new', 'segments/new-b.db': 'second' };
const change = {
  number: 1,
  add: Object.entries(after).map(([file, text]) => ({ name: path.basename(file), bytes: Buffer.from(text) })),
  remove: Object.keys(before),
};

interface Moment {
  /** Call of the first leader at which it is frozen. */
  readonly call: number;
  readonly side: 'before' | 'after';
  /** Call of the next leader at which the first wakes. */
  readonly wakesAt: number;
  /** It does all that it still does while the next one stands still; else both go on together. */
  readonly isAlone: boolean;
}

function worldOf(disk: SimulatedDisk): Record<string, string> {
  const files = Array.from(disk.files(), ([file, content]) => [
    path.relative(dataDir, file),
    content.toString('latin1'),
  ]);
  return Object.fromEntries(files) as Record<string, string>;
}

/**
 * One leader is frozen in the middle of a change. The next one recovers, and makes the same change anew if it was not
 * made, as it seals the same journal.
 * @returns whether each of the two was frozen where it should; not when it had ended by then.
 */
async function frozenAt({ call, side, wakesAt, isAlone }: Moment): Promise<readonly [first: boolean, next: boolean]> {
  const disk = new SimulatedDisk(new Random(call * 100 + wakesAt));
  for (const [file, text] of Object.entries(before)) disk.place(path.join(dataDir, file), Buffer.from(text));
  const claims = new Claims();
  const [first, next] = [new Freezer(), new Freezer()];
  const frozen = first.freezeIn(call, 'calls', side);
  const firstDisk = fencedDisk(first.disk(disk), first.lead(claims));
  // What a leader that is superseded cannot do any more is thrown; what it has done is what counts.
  const ended = applyChange(firstDisk, dataDir, { ...change, epoch: 1 }).catch(() => undefined);
  await Promise.race([frozen, ended]);
  const nextDisk = fencedDisk(next.disk(disk), next.lead(claims));
  void next.freezeIn(wakesAt, 'calls', 'before').then(async () => {
    first.thaw();
    if (isAlone) await ended;
    next.thaw();
  });
  await recoverChanges(nextDisk, dataDir);
  if ((await nextDisk.size(path.join(dataDir, change.remove[0]!))) !== undefined)
    await applyChange(nextDisk, dataDir, { ...change, epoch: 2 });
  first.thaw();
  await ended;
  const moment = JSON.stringify({ call, side, wakesAt, isAlone, at: first.place });
  for (const [file, text] of Object.entries(after)) assert.equal(worldOf(disk)[file], text, moment);
  await recoverChanges(nextDisk, dataDir);
  assert.deepEqual(worldOf(disk), after, moment);
  assert.deepEqual(worldOf(disk.crash()), after, `${moment}, after a loss of power`);
  return [first.place !== undefined, next.place !== undefined];
}

describe('A change of the folder by one who is frozen', () => {
  for (const isAlone of [true, false])
    it(`does no harm wherever it stands still and wakes, ${isAlone ? 'one after the other' : 'both at once'}`, async (t) => {
      let moments = 0;
      for (const side of ['before', 'after'] as const)
        for (let call = 1; ; call++) {
          let isFrozen = [true, true] as readonly [boolean, boolean];
          for (let wakesAt = 1; isFrozen[0] && isFrozen[1]; wakesAt += isAlone ? 1 : 3, moments++)
            isFrozen = await frozenAt({ call, side, wakesAt, isAlone });
          if (!isFrozen[0]) break;
        }
      t.diagnostic(`${moments} moments`);
      assert.ok(moments > 1000, `${moments}`);
    });
});
