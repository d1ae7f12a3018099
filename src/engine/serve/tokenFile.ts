import type { Log } from '../log';
import { keepSecret, loadSecret, replaceSecret } from '../secretFile';

const words = { name: 'token', replaced: 'programs that keep a copy of the old one need the new.' };

/**
 * The token in a file that only its owner can read; it is made when there is none.
 * A token that others could have read, or that is no token, is replaced.
 * @throws Error with a sentence for people when the file is not a plain file of this user.
 */
export function loadToken(file: string, log: Log): Promise<string> {
  return loadSecret(file, words, log);
}

/** Writes the token that is in use again, if its file is gone. @returns Whether it was. @throws Error of the file system. */
export function keepToken(file: string, token: string): Promise<boolean> {
  return keepSecret(file, token);
}

/** Puts a new token in place of whatever the file holds. @returns The new token. @throws Error of the file system. */
export function replaceToken(file: string): Promise<string> {
  return replaceSecret(file);
}
