import { StoreLocked } from '../../engine/store/encryption/keyFile';
import { Failure } from '../failure';
import type { Surroundings } from '../verb';

/** One on the command line itself would show in lists of processes. */
export const passphraseVariable = 'WF_STORE_PASSPHRASE';

/** The passphrase in the environment, else the one that is typed; undefined where there is neither. */
export async function givenPassphrase(
  { environment, askHidden }: Pick<Surroundings, 'environment' | 'askHidden'>,
  question: string,
): Promise<string | undefined> {
  const known = environment[passphraseVariable] ?? '';
  return known === '' ? askHidden?.(question) : known;
}

export function noPassphrase(dataDir: string): Failure {
  return new Failure(
    `The store in ${dataDir} is encrypted, and no passphrase was given. Nothing was changed. Set the environment variable ${passphraseVariable} to it; one is added in VS Code with "Wirthforge: Set the Passphrase of the Store".`,
  );
}

/** A store that stays locked refuses the verb; that is no fault. @throws Failure */
export async function orFailure<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof StoreLocked ? new Failure(error.message) : error;
  }
}
