import { randomBytes } from 'node:crypto';
import { readlink, rename, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { isListening, LocalSocket } from './localSocket';

const lockName = 'writer';
const mostAttempts = 100;

/**
 * A lock that ends with its process where sockets are files, which do not. `writer` is a symbolic link that names the
 * holder's socket. Who finds a holder dead claims to be its heir with the link `<socket>.heir`, which only one can make;
 * the heir then puts its own socket's name into `writer`. An heir that died has an heir of its own. Sockets listen
 * before they are named anywhere, so one that does not answer is dead, not young.
 */
export class SocketFileLock {
  private constructor(private readonly socket: LocalSocket) {}

  /** undefined when another process has the lock. @param folder With a path of at most 60 bytes. */
  static async acquire(folder: string): Promise<SocketFileLock | undefined> {
    const name = `writer-${randomBytes(8).toString('hex')}`;
    const socket = await LocalSocket.listen(path.join(folder, name));
    if (!socket) throw new Error(`A socket named ${name} is in ${folder} already.`);
    try {
      if (await isTaken(folder, name)) return new SocketFileLock(socket);
    } catch (error) {
      await socket.close();
      throw error;
    }
    await socket.close();
    return undefined;
  }

  close(): Promise<void> {
    return this.socket.close();
  }
}

/** Takes the lock for a socket that listens; false when somebody who is alive has it. */
async function isTaken(folder: string, own: string): Promise<boolean> {
  const lock = path.join(folder, lockName);
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    if (await isMadeAlone(own, lock)) return true;
    const dead = await deadHolders(folder, lock);
    if (dead === 'held') return false;
    const [first] = dead;
    const last = dead.at(-1);
    if (first === undefined || last === undefined || !(await isMadeAlone(own, heirOf(folder, last)))) continue;
    // An heir that looked at the lock long ago may have claimed what somebody else inherited and cleared away since.
    if ((await target(lock)) !== first) {
      await rm(heirOf(folder, last), { force: true });
      continue;
    }
    await symlink(own, path.join(folder, `${own}.lock`));
    await rename(path.join(folder, `${own}.lock`), lock);
    for (const name of dead) {
      await rm(path.join(folder, name), { force: true });
      await rm(heirOf(folder, name), { force: true });
    }
    return true;
  }
  throw new Error(`The lock of ${folder} changed hands ${mostAttempts} times while it was asked for.`);
}

/** The holder and its heirs, as long as none of them is alive; nobody when the lock was removed meanwhile. */
async function deadHolders(folder: string, lock: string): Promise<readonly string[] | 'held'> {
  const dead: string[] = [];
  for (let name = await target(lock); name !== undefined; name = await target(heirOf(folder, name))) {
    if (path.basename(name) !== name || dead.includes(name))
      throw new Error(`${lock} names ${name}, which is no socket of this monitor. Remove it.`);
    if (await isListening(path.join(folder, name))) return 'held';
    dead.push(name);
  }
  return dead;
}

const heirOf = (folder: string, name: string): string => path.join(folder, `${name}.heir`);

/** Makes a link; false when there is one. */
async function isMadeAlone(name: string, link: string): Promise<boolean> {
  try {
    await symlink(name, link);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function target(link: string): Promise<string | undefined> {
  try {
    return await readlink(link);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
