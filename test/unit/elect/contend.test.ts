import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { ClaimFolder } from '../../../src/engine/elect/claims/claimFolder';
import { contend, type Contention, type Won } from '../../../src/engine/elect/contend';
import { LeaderServer } from '../../../src/engine/elect/leaderServer';
import { linkProtocol } from '../../../src/engine/elect/wire/hello';

const who = { instance: 'a'.repeat(16), pid: 1, role: 'window', version: '1' } as const;

describe('a contender', () => {
  let dataDir: string;
  let claims: ClaimFolder;

  beforeEach(async () => {
    dataDir = await mkdtemp(path.join(os.tmpdir(), 'wirthforge-contend-'));
    claims = new ClaimFolder(dataDir);
    await claims.make();
  });
  afterEach(() => rm(dataDir, { recursive: true }));

  const listen: Contention['listen'] = (address) =>
    LeaderServer.listen({
      address,
      me: { ...who, protocol: linkProtocol },
      key: () => Promise.resolve('key'),
      log: () => undefined,
      wanted: () => undefined,
      instancesChanged: () => undefined,
    });
  const claimWith = (how: Contention['listen']): Promise<Won | undefined> =>
    contend({ claims, judged: [], epoch: 1, who, listen: how });

  it('listens beside the claims', async () => {
    const won = await claimWith(listen);
    won?.server.close();
    assert.equal(path.dirname(won?.claim.address ?? ''), claims.folder);
  });

  it('listens among the temporary files where the data folder can hold no sockets', async () => {
    const won = await claimWith((address) =>
      address.startsWith(dataDir) ? Promise.reject(new Error('listen EOPNOTSUPP')) : listen(address),
    );
    won?.server.close();
    const folder = path.dirname(won?.claim.address ?? '');
    assert.equal(path.dirname(folder), os.tmpdir());
    await rm(folder, { recursive: true });
  });

  it('claims nothing where it can listen nowhere', async () => {
    await assert.rejects(
      claimWith(() => Promise.reject(new Error('listen EMFILE'))),
      /EMFILE/,
    );
    assert.deepEqual(await claims.epochs(), []);
  });
});
