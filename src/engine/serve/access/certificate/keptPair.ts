import { mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import { messageOf } from '../../../../protocol/messageOf';
import type { Log } from '../../../log';
import { SecretDisk } from '../../../secretDisk';
import { writeAtomically } from '../../atomicFile';
import type { CertificateOrder, MadeCertificate } from './certificateOrder';
import { checkedPair, type Pair } from './pair';
import { readPem } from './readPem';

/** Every name by which the server can be asked. */
const names = ['localhost', '127.0.0.1', '::1'];
const dayMs = 86_400_000;
/** No browser takes one that holds for longer than 398 days. */
const lifeMs = 365 * dayMs;
/** One that ends sooner is replaced, so that none ends while a server runs for half a year. */
const leastLeftMs = 180 * dayMs;

export interface KeptPairOptions {
  /** The folder that the pair is kept in. */
  readonly folder: string;
  readonly make: (order: CertificateOrder) => Promise<MadeCertificate>;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly log: Log;
  /** The disk that the folder is on. */
  readonly disk?: SecretDisk;
}

/**
 * The certificate that the monitor made for itself, made now if there is none that holds for another half a year.
 * @throws Error when it cannot be made or kept.
 */
export async function keptPair({ folder, make, now, log, disk = new SecretDisk() }: KeptPairOptions): Promise<Pair> {
  const cert = path.join(folder, 'certificate.pem');
  const key = path.join(folder, 'key.pem');
  const kept = await usable(cert, key, now, log, disk);
  if (kept) return kept;
  // A clock that runs a little late must not find it too young.
  const made = await make({ names, notBefore: now - dayMs, notAfter: now - dayMs + lifeMs });
  const pair = checkedPair(made.cert, made.key, now);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeAtomically(key, pair.key);
  await writeAtomically(cert, pair.cert);
  log('info', `A certificate for the server was made; its SHA-256 fingerprint is ${pair.fingerprint}.`);
  return pair;
}

async function usable(cert: string, key: string, now: number, log: Log, disk: SecretDisk): Promise<Pair | undefined> {
  try {
    const pair = checkedPair(await readPem(cert), await readPem(key), now);
    if ((await isOpen(key, disk)) && !(await disk.isAlwaysOpen(key, 'key', log)))
      throw new Error('the key could be read by other users');
    if (pair.validTo - now < leastLeftMs) throw new Error('it ends soon');
    return pair;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT'))
      log('warn', `The certificate ${cert} is replaced by a new one: ${messageOf(error)}.`);
    return undefined;
  }
}

async function isOpen(file: string, disk: SecretDisk): Promise<boolean> {
  const handle = await open(file);
  try {
    return await disk.isOpen(handle);
  } finally {
    await handle.close();
  }
}
