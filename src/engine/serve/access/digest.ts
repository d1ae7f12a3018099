import { createHash } from 'node:crypto';

/** Secrets are looked up and compared by digest: all are of one length, and a guess has no say in what is compared. */
export function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
