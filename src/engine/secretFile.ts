import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { messageOf } from '../protocol/messageOf';
import type { Log } from './log';
import { SecretDisk } from './secretDisk';
import { isUnfinished, writeAtomically } from './serve/atomicFile';

/** What people are told about a file with a secret. */
export interface SecretWords {
  /** Such as `token`. */
  readonly name: string;
  /** One sentence on what it means that there is a new one. */
  readonly replaced: string;
}

const secretForm = /^[A-Za-z0-9_-]{43}$/;
const mostBytes = 1024;
const isWindows = process.platform === 'win32';
/** Neither a link to somewhere else nor a pipe that never ends is followed. Windows knows none of these flags. */
const careful = isWindows ? constants.O_RDONLY : constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
/** What a file system says that has no room for more. */
const noRoom: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT']);
/** How long another engine may take between creating the file and writing it. */
const settleMs = 100;

/**
 * The secret in a file that only its owner can read, 32 random bytes in base64url; it is made when there is none.
 * One that others could have read, or that is none, is replaced, but not on a disk where others can always read it:
 * there everybody who loads it would make another one.
 * @throws Error with a sentence for people when the file is not a plain file of this user.
 */
export async function loadSecret(file: string, words: SecretWords, log: Log, disk = new SecretDisk()): Promise<string> {
  const fresh = freshSecret();
  try {
    // Created with its mode, and only if nothing is there: no moment in which others could read it or put theirs.
    await writeFile(file, `${fresh}\n`, { mode: 0o600, flag: 'wx' });
    return fresh;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw unusable(file, words, error);
  }
  let found = await read(file, words, disk);
  if (found.secret === undefined) {
    await wait(settleMs);
    found = await read(file, words, disk);
  }
  const { secret, wasOpen } = found;
  if (secret !== undefined && (!wasOpen || (await disk.isAlwaysOpen(file, words.name, log)))) return secret;
  const why = secret === undefined ? `did not hold a ${words.name}` : 'could be read by other users';
  log('warn', `The file ${file} ${why}. It has a new ${words.name} now; ${words.replaced}`);
  await writeAtomically(file, `${fresh}\n`);
  return fresh;
}

/** What became of a secret in use when its file was looked at. */
export interface KeptSecret {
  /** The one that is in the file now. */
  readonly secret: string;
  /** Whether somebody had removed the file or the folder around it, so that it was written again. */
  readonly wasGone: boolean;
}

/**
 * Looks whether a secret that is in use is still the one in its file. Another engine may have put a new one there at
 * the moment at which it was superseded: who reads the file has that one. A file that holds none is left alone.
 * @throws Error of the file system, or with a sentence for people when the file is not a plain file of this user.
 */
export async function keepSecret(file: string, secret: string, words: SecretWords): Promise<KeptSecret> {
  try {
    return await writeAgain(file, secret);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') {
      const found = await read(file, words, new SecretDisk());
      return { secret: found.wasOpen ? secret : (found.secret ?? secret), wasGone: false };
    }
    if (codeOf(error) !== 'ENOENT') throw error;
  }
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  return writeAgain(file, secret);
}

async function writeAgain(file: string, secret: string): Promise<KeptSecret> {
  await writeFile(file, `${secret}\n`, { mode: 0o600, flag: 'wx' });
  return { secret, wasGone: true };
}

/** Removes what was left beside the file by who was killed while writing it. @throws Error of the file system. */
export async function removeUnfinished(file: string): Promise<void> {
  const folder = path.dirname(file);
  for (const name of await readdir(folder))
    if (isUnfinished(name, path.basename(file))) await rm(path.join(folder, name), { force: true });
}

/** Puts a new secret in place of whatever the file holds. @returns The new one. @throws Error of the file system. */
export async function replaceSecret(file: string): Promise<string> {
  const fresh = freshSecret();
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  await writeAtomically(file, `${fresh}\n`);
  return fresh;
}

function freshSecret(): string {
  return randomBytes(32).toString('base64url');
}

interface Found {
  readonly secret: string | undefined;
  readonly wasOpen: boolean;
}

async function read(file: string, words: SecretWords, disk: SecretDisk): Promise<Found> {
  try {
    const handle = await open(file, careful);
    try {
      const wasOpen = await disk.isOpen(handle);
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(mostBytes), 0, mostBytes, 0);
      const text = buffer.toString('latin1', 0, bytesRead).trimEnd();
      return { secret: secretForm.test(text) ? text : undefined, wasOpen };
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw unusable(file, words, error);
  }
}

function unusable(file: string, { name }: SecretWords, error: unknown): Error {
  const why = codeOf(error) === 'ELOOP' ? 'it is a link' : messageOf(error);
  const advice = noRoom.has(codeOf(error))
    ? 'Free some space on the disk that it is on.'
    : 'Remove it, and a new one is made.';
  return new Error(`The ${name} file ${file} cannot be used: ${why}. ${advice}`, { cause: error });
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
