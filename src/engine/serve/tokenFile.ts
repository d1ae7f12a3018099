import type { Log } from '../log';
import type { SecretDisk } from '../secretDisk';
import { keepSecret, loadSecret, removeUnfinished, replaceSecret, type KeptSecret } from '../secretFile';

const words = { name: 'token', replaced: 'programs that keep a copy of the old one need the new.' };

/**
 * The token in a file that only its owner can read; it is made when there is none.
 * A token that others could have read, or that is no token, is replaced.
 * @param disk Given by who may try again: it remembers what people were told of it.
 * @throws Error with a sentence for people when the file is not a plain file of this user.
 */
export async function loadToken(file: string, log: Log, disk?: SecretDisk): Promise<string> {
  const token = await loadSecret(file, words, log, disk);
  // Nobody reads it, but it is a token, and there is to be one.
  await removeUnfinished(file);
  return token;
}

/** Looks whether the token that is in use is still the one in its file; see {@link keepSecret}. @throws Error. */
export function keepToken(file: string, token: string): Promise<KeptSecret> {
  return keepSecret(file, token, words);
}

/** Puts a new token in place of whatever the file holds. @returns The new token. @throws Error of the file system. */
export function replaceToken(file: string): Promise<string> {
  return replaceSecret(file);
}
