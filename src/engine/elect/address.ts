import { createHash, randomBytes } from 'node:crypto';
import { lstat, mkdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { leaderFolder } from './claims/claimFolder';

/** Paths of sockets end at 104 bytes on macOS, at 108 on Linux. */
const mostSocketBytes = 100;
const socketName = /^[0-9a-f]{16}\.sock$/;
const pipeName = /^\\\\\.\\pipe\\wirthforge-[0-9a-f]{32}$/;
const isWindows = process.platform === 'win32';
/** There on every system that has such sockets. */
const shortTemporary = '/tmp';

/** A new place to listen at beside the claims; undefined where its path would be too long. */
export function nearAddress(dataDir: string): string | undefined {
  if (isWindows) return `\\\\.\\pipe\\wirthforge-${randomBytes(16).toString('hex')}`;
  const near = path.join(dataDir, leaderFolder, newName());
  return isShort(near) ? near : undefined;
}

/**
 * A new place to listen at where paths are short and sockets can be made, whatever the data folder is on.
 * @param temporary The folder for temporary files, which may have a long path as well.
 * @throws Error when the folder that it would be in is somebody else's.
 */
export async function farAddress(dataDir: string, temporary = os.tmpdir()): Promise<string> {
  const inside = path.join(farName(dataDir), newName());
  const wished = path.join(temporary, inside);
  const address = isShort(wished) ? wished : path.join(shortTemporary, inside);
  const folder = path.dirname(address);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await requireOwn(folder);
  return address;
}

/**
 * Where a claim's holder listens, as this process reaches it. No claim can make anybody connect to something else than a
 * socket of this monitor; only the folder that it is in may be another one, since not all programs of a user have the
 * same folder for temporary files. undefined when it is no such address.
 */
export function addressIn(dataDir: string, claimed: string): string | undefined {
  if (isWindows) return pipeName.test(claimed) ? claimed : undefined;
  const name = path.basename(claimed);
  if (!socketName.test(name)) return undefined;
  const folder = path.basename(path.dirname(claimed));
  if (folder === leaderFolder) return path.join(dataDir, leaderFolder, name);
  return folder === farName(dataDir) && path.resolve(claimed) === claimed ? claimed : undefined;
}

/** Whether a name in the folder of the claims is that of a socket. */
export function isSocketName(name: string): boolean {
  return socketName.test(name);
}

function newName(): string {
  return `${randomBytes(8).toString('hex')}.sock`;
}

function isShort(address: string): boolean {
  return Buffer.byteLength(address) <= mostSocketBytes;
}

/** Of the same length for every user: the folder for temporary files of macOS leaves little room. */
function farName(dataDir: string): string {
  const of = `${process.getuid?.() ?? 0} ${dataDir}`;
  return `wf-${createHash('sha256').update(of).digest('hex').slice(0, 16)}`;
}

/** Anybody may make folders among the temporary ones. */
async function requireOwn(folder: string): Promise<void> {
  const { mode, uid } = await lstatFolder(folder);
  if (uid === process.getuid?.() && (mode & 0o077) === 0) return;
  throw new Error(
    `The folder ${folder} is open to other users, so that the windows cannot meet there. Remove it; a new one is made.`,
  );
}

async function lstatFolder(folder: string): Promise<{ mode: number; uid: number }> {
  const stats = await lstat(folder);
  if (stats.isDirectory()) return stats;
  throw new Error(
    `${folder} is no folder, so that the windows cannot meet there. Remove it; a folder is made instead.`,
  );
}
