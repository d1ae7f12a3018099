import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { open, writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import type { Log } from '../log';
import { writeAtomically } from './atomicFile';

const tokenForm = /^[A-Za-z0-9_-]{43}$/;
const mostBytes = 1024;
const isWindows = process.platform === 'win32';
/** Neither a link to somewhere else nor a pipe that never ends is followed. Windows knows none of these flags. */
const careful = isWindows ? constants.O_RDONLY : constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
const othersMayDoAnything = 0o077;
/** How long another engine may take between creating the file and writing it. */
const settleMs = 100;

/**
 * The token in a file that only its owner can read; it is made when there is none.
 * A token that others could have read, or that is no token, is replaced.
 * @throws Error with a sentence for people when the file is not a plain file of this user.
 */
export async function loadToken(file: string, log: Log): Promise<string> {
  const fresh = randomBytes(32).toString('base64url');
  try {
    // Created with its mode, and only if nothing is there: no moment in which others could read it or put theirs.
    await writeFile(file, `${fresh}\n`, { mode: 0o600, flag: 'wx' });
    return fresh;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw unusable(file, error);
  }
  let found = await read(file);
  if (found.token === undefined) {
    await wait(settleMs);
    found = await read(file);
  }
  if (found.token !== undefined && !found.wasOpen) return found.token;
  const why = found.wasOpen ? 'could be read by other users' : 'did not hold a token';
  log(
    'warn',
    `The file ${file} ${why}. It has a new token now; programs that keep a copy of the old one need the new.`,
  );
  await writeAtomically(file, `${fresh}\n`);
  return fresh;
}

interface Found {
  readonly token: string | undefined;
  readonly wasOpen: boolean;
}

async function read(file: string): Promise<Found> {
  try {
    const handle = await open(file, careful);
    try {
      const { mode, uid } = await requirePlainFile(handle.stat());
      if (process.getuid && uid !== process.getuid()) throw new Error('it belongs to another user');
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(mostBytes), 0, mostBytes, 0);
      const text = buffer.toString('latin1', 0, bytesRead).trimEnd();
      const wasOpen = !isWindows && (mode & othersMayDoAnything) !== 0;
      return { token: tokenForm.test(text) ? text : undefined, wasOpen };
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw unusable(file, error);
  }
}

async function requirePlainFile<S extends { isFile(): boolean }>(stat: Promise<S>): Promise<S> {
  const stats = await stat;
  if (!stats.isFile()) throw new Error('it is not a regular file');
  return stats;
}

function unusable(file: string, error: unknown): Error {
  const why = codeOf(error) === 'ELOOP' ? 'it is a link' : error instanceof Error ? error.message : String(error);
  return new Error(
    `The token file ${file} cannot be used: ${why}. Remove it, and a new one is made at the next start.`,
    {
      cause: error,
    },
  );
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
