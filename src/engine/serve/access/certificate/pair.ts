import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';

/** A certificate, the chain above it if there is one, and its key, all PEM. */
export interface Pair {
  readonly cert: string;
  readonly key: string;
  /** SHA-256 of the certificate, pairs of hex digits between colons. */
  readonly fingerprint: string;
  /** When it ends, ms since 1970. */
  readonly validTo: number;
}

/** A certificate and a key that fit and hold now. @throws Error that says why they cannot be used. */
export function checkedPair(cert: string, key: string, now: number): Pair {
  const certificate = parsed('the certificate', () => new X509Certificate(cert));
  const privateKey = parsed('the key', (): KeyObject => createPrivateKey(key));
  if (!certificate.checkPrivateKey(privateKey)) throw new Error('the key is not that of the certificate');
  const [from, to] = [Date.parse(certificate.validFrom), Date.parse(certificate.validTo)];
  if (!(from <= now)) throw new Error(`the certificate does not hold before ${certificate.validFrom}`);
  if (!(now < to)) throw new Error(`the certificate ended on ${certificate.validTo}`);
  return { cert, key, fingerprint: certificate.fingerprint256, validTo: to };
}

/** What the library says of a broken file is for programmers, and may show what is in it. */
function parsed<T>(what: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new Error(`${what} is not PEM, or is locked with a passphrase`, { cause: error });
  }
}
