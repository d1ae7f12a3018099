import { createHash, timingSafeEqual } from 'node:crypto';
import { Refusal } from './refusal';

/** The secret that opens everything but the health of the monitor. */
export class BearerToken {
  private readonly digest: Buffer;

  constructor(secret: string) {
    this.digest = digestOf(secret);
  }

  /** @throws Refusal 401 unless the `Authorization` header carries the token. */
  check(authorization: string | undefined): void {
    const given = /^bearer +([^\s]+) *$/i.exec(authorization ?? '')?.[1];
    // Digests have one length, so the comparison tells nothing about the secret, not even how long it is.
    if (given !== undefined && timingSafeEqual(digestOf(given), this.digest)) return;
    const what = given === undefined ? 'The request carries no token.' : 'The token is not the one of this monitor.';
    throw new Refusal(
      401,
      'unauthorized',
      `${what} Send "Authorization: Bearer" with the content of the file token in the monitor's data folder.`,
      { 'WWW-Authenticate': 'Bearer' },
    );
  }
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
