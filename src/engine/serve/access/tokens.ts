import { createHmac, timingSafeEqual } from 'node:crypto';
import { roles, type Role } from '../../../protocol/role';
import { digestOf } from './digest';

/**
 * The tokens of the three roles: the secret is the admin's, the others' are made from it, so that a new secret changes
 * all of them, and nobody who holds one of the lesser can work out another.
 */
export class Tokens {
  private readonly known: readonly { readonly role: Role; readonly digest: Buffer }[];

  constructor(private readonly secret: string) {
    this.known = roles.map((role) => ({ role, digest: digestOf(this.of(role)) }));
  }

  of(role: Role): string {
    if (role === 'admin') return this.secret;
    return `${role}.${createHmac('sha256', this.secret).update(role).digest('base64url')}`;
  }

  /** Whose token this is; undefined for one that is nobody's. Always compared with all of them, in constant time. */
  roleOf(given: string): Role | undefined {
    const digest = digestOf(given);
    let found: Role | undefined;
    for (const known of this.known) if (timingSafeEqual(digest, known.digest)) found = known.role;
    return found;
  }
}
