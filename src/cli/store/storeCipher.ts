import { nodeDisk } from '../../engine/store/disk/nodeDisk';
import { aesCipher } from '../../engine/store/encryption/aesCipher';
import type { RecordCipher } from '../../engine/store/encryption/cipher';
import { KeyFile } from '../../engine/store/encryption/keyFile';
import type { Surroundings } from '../verb';
import { givenPassphrase, noPassphrase, orFailure } from './passphrase';

/**
 * What opens an encrypted store with the passphrase that is given; undefined for a store that never was encrypted.
 * @throws Failure when there is no passphrase, or a wrong one.
 */
export function storeCipher(dataDir: string, surroundings: Surroundings): Promise<RecordCipher | undefined> {
  return orFailure(async () => {
    const keyFile = await KeyFile.load(nodeDisk, dataDir);
    if (!keyFile) return undefined;
    const passphrase = await givenPassphrase(surroundings, `Passphrase of the store in ${dataDir}: `);
    if (passphrase === undefined) throw noPassphrase(dataDir);
    return aesCipher(await keyFile.unlock({ kind: 'passphrase', passphrase }));
  });
}
