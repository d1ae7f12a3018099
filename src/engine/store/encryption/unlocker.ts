import { CompactEncrypt, compactDecrypt, errors } from 'jose';
import { secretId } from '../../../protocol/secretId';
import { keyBytes } from './aesCipher';

/** What opens an encrypted store: a secret that the editor keeps, or a passphrase for the command line. */
export type Unlocker =
  | { readonly kind: 'editor'; /** 32 random bytes. */ readonly secret: Uint8Array }
  | { readonly kind: 'passphrase'; readonly passphrase: string };

/** Fewer characters are refused when a passphrase is set. */
export const leastPassphraseCharacters = 12;

/** OWASP's figure for PBKDF2 with SHA-512 is 210,000; twice that takes about a quarter of a second. */
const rounds = 420_000;
const mostRounds = 2_000_000;

/**
 * The data key as a JWE (RFC 7516) that only this unlocker opens. It names an editor's secret, since editors keep many
 * and windows may each have made one. @param key 32 bytes.
 */
export async function wrap(key: Uint8Array, unlocker: Unlocker): Promise<string> {
  const jwe = new CompactEncrypt(key);
  if (unlocker.kind === 'editor')
    return jwe
      .setProtectedHeader({ alg: 'A256GCMKW', enc: 'A256GCM', kid: secretId(unlocker.secret) })
      .encrypt(unlocker.secret);
  return jwe
    .setProtectedHeader({ alg: 'PBES2-HS512+A256KW', enc: 'A256GCM' })
    .setKeyManagementParameters({ p2c: rounds })
    .encrypt(bytesOf(unlocker.passphrase));
}

/** The data key, or undefined when this unlocker does not open it. */
export async function unwrap(jwe: string, unlocker: Unlocker): Promise<Uint8Array | undefined> {
  const secret = unlocker.kind === 'editor' ? unlocker.secret : bytesOf(unlocker.passphrase);
  const keyManagementAlgorithms = [unlocker.kind === 'editor' ? 'A256GCMKW' : 'PBES2-HS512+A256KW'];
  try {
    const { plaintext } = await compactDecrypt(jwe, secret, {
      keyManagementAlgorithms,
      contentEncryptionAlgorithms: ['A256GCM'],
      maxPBES2Count: mostRounds,
    });
    return plaintext.byteLength === keyBytes ? plaintext : undefined;
  } catch (error) {
    // A secret of another length is as wrong as another secret.
    if (error instanceof errors.JOSEError || error instanceof TypeError) return undefined;
    throw error;
  }
}

/** One text for passphrases that look alike, however the keyboard composes its letters. */
function bytesOf(passphrase: string): Uint8Array {
  return new TextEncoder().encode(passphrase.normalize('NFKC'));
}
