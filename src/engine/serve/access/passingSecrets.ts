import { randomBytes } from 'node:crypto';
import { digestOf } from './digest';

/**
 * Random secrets that hold for a time and live in memory only. The oldest goes when there are too many.
 * They are looked up by digest, so that the time it takes tells nothing about a secret.
 */
export class PassingSecrets {
  /** When each ends, ms of the clock, by its digest; the oldest first. */
  private readonly ends = new Map<string, number>();

  /**
   * @param bytes Random bytes in a secret, at least 16.
   * @param lifeMs How long a secret holds, ms.
   * @param most How many are kept.
   * @param now A clock for differences, ms.
   */
  constructor(
    private readonly bytes: number,
    private readonly lifeMs: number,
    private readonly most: number,
    private readonly now: () => number,
  ) {}

  /** A new secret, in base64url. @param lifeMs How long it holds, ms; never longer than usual. */
  make(lifeMs = this.lifeMs): string {
    const secret = randomBytes(this.bytes).toString('base64url');
    const [oldest] = this.ends.keys();
    if (this.ends.size >= this.most && oldest !== undefined) this.ends.delete(oldest);
    this.ends.set(keyOf(secret), this.now() + Math.min(lifeMs, this.lifeMs));
    return secret;
  }

  /** Whether a secret holds now. */
  holds(secret: string): boolean {
    return this.restOf(secret) > 0;
  }

  /** How long a secret holds, ms; 0 for one that does not. */
  restOf(secret: string): number {
    const key = keyOf(secret);
    const end = this.ends.get(key);
    if (end === undefined) return 0;
    if (this.now() < end) return end - this.now();
    this.ends.delete(key);
    return 0;
  }

  /** Whether a secret held, which it never does again. */
  redeem(secret: string): boolean {
    const held = this.holds(secret);
    this.ends.delete(keyOf(secret));
    return held;
  }

  forgetAll(): void {
    this.ends.clear();
  }
}

function keyOf(secret: string): string {
  return digestOf(secret).toString('base64');
}
