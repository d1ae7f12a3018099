import path from 'node:path';
import type { Log } from '../log';
import type { SecretDisk } from '../secretDisk';
import { loadSecret } from '../secretFile';
import { leaderFolder } from './claims/claimFolder';

/**
 * What every member of a data folder can read and nobody else. Read anew for each handshake, so that members meet again
 * after somebody removed or replaced the file.
 * @param disk Given by who reads it often: it remembers what people were told of it.
 * @throws Error with a sentence for people when the file is not a plain file of this user.
 */
export function linkKey(dataDir: string, log: Log, disk?: SecretDisk): Promise<string> {
  const words = { name: 'key', replaced: 'the windows of the monitor find each other again by themselves.' };
  return loadSecret(path.join(dataDir, leaderFolder, 'key'), words, log, disk);
}
