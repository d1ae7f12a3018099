import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { nearAddress } from '../../../src/engine/elect/address';
import { ClaimFolder } from '../../../src/engine/elect/claims/claimFolder';
import type { MemberState } from '../../../src/engine/elect/leading';
import { LeaderServer } from '../../../src/engine/elect/leaderServer';
import { linkKey } from '../../../src/engine/elect/linkKey';
import { MemberStates } from '../../../src/engine/elect/memberStates';
import { Seeking } from '../../../src/engine/elect/seeking';
import { mostSilentTicks } from '../../../src/engine/elect/silence';
import { linkProtocol, type Introduction } from '../../../src/engine/elect/wire/hello';
import { until } from '../../support/memberProcess';

const one = { protocol: linkProtocol, instance: 'a'.repeat(16), pid: 1, role: 'window', version: '1' } as const;
const other: Introduction = { ...one, instance: 'b'.repeat(16), pid: 2, role: 'serve' };
const quiet = (): void => undefined;

describe('one that seeks the leader', () => {
  let dataDir: string;
  let claims: ClaimFolder;
  let server: LeaderServer;
  let states: MemberState['kind'][];
  let led: number;
  let seeking: Seeking;

  beforeEach(async () => {
    dataDir = await mkdtemp(path.join(os.tmpdir(), 'wirthforge-seeking-'));
    claims = new ClaimFolder(dataDir);
    await claims.make();
    [states, led] = [[], 0];
    seeking = new Seeking({
      me: other,
      member: { ...{ dataDir, role: 'serve', version: '1', log: quiet, changed: quiet }, lead: () => assert.fail() },
      states: new MemberStates(({ kind }) => states.push(kind)),
      stopping: new AbortController().signal,
      hasFailed: () => true,
      rule: ({ server: own }) => {
        led++;
        own.close();
        return Promise.resolve(undefined);
      },
      wanted: quiet,
    });
  });
  afterEach(async () => {
    seeking.stop();
    server.close();
    await rm(dataDir, { recursive: true });
  });

  /** The one leads in an epoch, and says so. @param met Called when somebody came, and was told nothing yet. */
  async function leads(epoch: number, met: () => void): Promise<void> {
    const address = nearAddress(dataDir)!;
    const key = (): Promise<string> => {
      met();
      return linkKey(dataDir, quiet);
    };
    server = await LeaderServer.listen({ address, me: one, key, log: quiet, wanted: quiet, instancesChanged: quiet });
    server.begin(() => epoch);
    server.serve({ attach: () => ({ receive: quiet, close: quiet }), stop: () => Promise.resolve() });
    const { instance, pid, role, version } = one;
    await claims.add({ instance, pid, role, version, epoch, address, since: Date.now() });
  }

  async function following(): Promise<void> {
    await until('it follows', () => states.at(-1) === 'following' || undefined);
  }

  it('gives a leader that it meets again all its time, however long it listened to nobody', async () => {
    let meetings = 0;
    await leads(1, quiet);
    const before = seeking.once();
    await following();
    server.close({});
    await before;

    for (let ticks = 0; ticks < 2 * mostSilentTicks; ticks++) seeking.tick();
    await leads(2, () => {
      meetings++;
      seeking.tick();
    });
    const again = seeking.once();
    await following();
    assert.deepEqual([led, meetings], [0, 1]);
    server.close({});
    await again;
  });
});
