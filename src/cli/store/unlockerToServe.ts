import { nodeDisk } from '../../engine/store/disk/nodeDisk';
import { KeyFile } from '../../engine/store/encryption/keyFile';
import type { Unlocker } from '../../engine/store/encryption/unlocker';
import { refuseShort, refuseWithoutItsKey } from '../../engine/store/storeKey';
import { Failure } from '../failure';
import type { Surroundings } from '../verb';
import { givenPassphrase, noPassphrase, orFailure, passphraseVariable } from './passphrase';

/**
 * What opens the store for an engine, tried before it starts.
 * @param encrypts Whether it is to encrypt what it records.
 * @returns undefined where nothing is encrypted, or only in the past and nobody gives the passphrase.
 * @throws Failure when the engine could not record as it is set, or the passphrase is wrong. Nothing was changed.
 */
export function unlockerToServe(
  dataDir: string,
  encrypts: boolean,
  surroundings: Surroundings,
): Promise<Unlocker | undefined> {
  return orFailure(async () => {
    const keyFile = await KeyFile.load(nodeDisk, dataDir);
    if (keyFile) return known(keyFile, dataDir, encrypts, surroundings);
    return encrypts ? fresh(dataDir, surroundings) : undefined;
  });
}

async function known(
  keyFile: KeyFile,
  dataDir: string,
  encrypts: boolean,
  surroundings: Surroundings,
): Promise<Unlocker | undefined> {
  const passphrase = await givenPassphrase(surroundings, `Passphrase of the store in ${dataDir}: `);
  if (passphrase === undefined) {
    if (encrypts) throw noPassphrase(dataDir);
    surroundings.err(
      `warn: What was recorded encrypted cannot be read without its passphrase. Set ${passphraseVariable} to read it; recording goes on.`,
    );
    return undefined;
  }
  const unlocker = { kind: 'passphrase', passphrase } as const;
  await keyFile.unlock(unlocker);
  return unlocker;
}

/** For a store that is encrypted for the first time. */
async function fresh(dataDir: string, surroundings: Surroundings): Promise<Unlocker> {
  await refuseWithoutItsKey(nodeDisk, dataDir);
  const passphrase = await givenPassphrase(surroundings, `New passphrase for the store in ${dataDir}: `);
  if (passphrase === undefined)
    throw new Failure(
      `The store is to be encrypted and needs a passphrase. Nothing was changed. Set the environment variable ${passphraseVariable}, or turn store.encrypt off.`,
    );
  refuseShort(passphrase);
  const isTyped = (surroundings.environment[passphraseVariable] ?? '') === '';
  if (isTyped && (await surroundings.askHidden?.('The same again: ')) !== passphrase)
    throw new Failure('The two passphrases differ. Nothing was changed; start again.');
  return { kind: 'passphrase', passphrase };
}
