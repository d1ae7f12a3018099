import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { addressIn, isSocketName } from './address';
import type { Claim } from './claims/claim';
import type { ClaimFolder } from './claims/claimFolder';
import { knock } from './knock';

/** So many of the latest claims stay, for whoever judged one of them and was held up since. */
const keptClaims = 8;
/** What a contender makes is used at once; what is older was left by one that died, ms. */
const leftAfterMs = 60_000;

/** Removes what dead leaders and contenders left. Only the leader may. @throws Error of the file system. */
export async function tidyClaims(claims: ClaimFolder, mine: Claim): Promise<void> {
  const own = addressIn(claims.dataDir, mine.address);
  const older = (await claims.epochs()).filter((epoch) => epoch < mine.epoch);
  for (const epoch of older) {
    const claim = await claims.read(epoch);
    const address = typeof claim === 'object' ? addressIn(claims.dataDir, claim.address) : undefined;
    // Whoever held an older epoch holds it no more, whether it knows that or not.
    if (address !== undefined && address !== own && process.platform !== 'win32') await rm(address, { force: true });
  }
  for (const epoch of older.filter((epoch) => epoch <= mine.epoch - keptClaims)) await claims.remove(epoch);
  for (const name of await readdir(claims.folder)) {
    const file = path.join(claims.folder, name);
    if (file !== own && (await isLeft(file, name))) await rm(file, { force: true });
  }
}

async function isLeft(file: string, name: string): Promise<boolean> {
  const isSocket = isSocketName(name);
  if (!isSocket && !name.endsWith('.tmp')) return false;
  const madeAt = await stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => Infinity,
  );
  if (Date.now() - madeAt < leftAfterMs) return false;
  return !isSocket || (await knock(file)) === 'refused';
}
