import { hkdfSync } from 'node:crypto';

const idBytes = 8;

/**
 * By what a store names an editor's secret that opens it, and the editor finds it; it tells nothing about the secret.
 * @param secret 32 random bytes. @returns 16 hexadecimal digits.
 */
export function secretId(secret: Uint8Array): string {
  const id = hkdfSync('sha256', secret, new Uint8Array(0), 'wirthforge secret id', idBytes);
  return Buffer.from(id).toString('hex');
}
