import { realpath } from 'node:fs/promises';
import { addressIn } from './address';
import type { Claim } from './claims/claim';
import { ClaimFolder } from './claims/claimFolder';
import { knock } from './knock';

/**
 * Who leads a data folder, for somebody who takes no part in the election; undefined when nobody seems to.
 * @throws Error of the file system.
 */
export async function presentLeader(dataDir: string): Promise<Claim | undefined> {
  const newest = (await new ClaimFolder(dataDir).epochs()).at(-1);
  if (newest === undefined) return undefined;
  const claims = new ClaimFolder(await realpath(dataDir));
  const claim = await claims.read(newest);
  if (typeof claim !== 'object') return undefined;
  const address = addressIn(claims.dataDir, claim.address);
  return address !== undefined && (await knock(address)) === 'opened' ? claim : undefined;
}
