import { createHmac, timingSafeEqual } from 'node:crypto';
import { answerText } from '../../../protocol/feed/pagePaths';
import { digestOf } from './digest';

const form = /^([0-9a-z]{1,10})\.([0-9a-z]{1,10})\.([A-Za-z0-9_-]{43})$/;
/** How long after it was made what shows a ticket is taken, ms: the clock is the same, but a machine may be busy. */
const freshMs = 60_000;
/** A ticket never holds for longer, ms. */
export const longestMs = 12 * 3_600_000;

/**
 * Tickets by which an open page comes back: to this server after it was started again, or to another one of the same
 * data folder, which has no sessions of the first. They are made of the secret, so they end with it. A ticket is its
 * end and a key; a page never sends it, but proves with the key that it has it, to one port and for a moment. With the
 * same key the server proves to the page that it is no other program that listens where the page looks.
 */
export class Tickets {
  /**
   * @param secret The content of the token file.
   * @param now Milliseconds since 1970, as all servers of the folder count.
   * @param upMs How long this server has listened on its port, ms: what was shown there before was shown to another.
   */
  constructor(
    private readonly secret: string,
    private readonly now: () => number,
    private readonly upMs: () => number,
  ) {}

  /** @param restMs How long it holds, ms. */
  make(restMs: number): string {
    const end = Math.floor(this.now() + restMs).toString(36);
    return `${end}.${this.keyOf(end)}`;
  }

  /** How long the ticket holds that is shown to the server on a port, ms; 0 for one that holds no more, or never did. */
  restOf(shown: string, port: number): number {
    const proven = this.proven(shown, port);
    if (!proven) return 0;
    const now = this.now();
    const age = now - parseInt(proven.time, 36);
    if (Math.abs(age) > freshMs || age > this.upMs()) return 0;
    const restMs = parseInt(proven.end, 36) - now;
    // It was made while the clock was far ahead, and would hold until the clock is there again.
    return restMs > 2 * longestMs ? 0 : Math.max(0, Math.min(restMs, longestMs));
  }

  /** What proves to a page that this server could have made its ticket; undefined for what no page of ours shows here. */
  answerTo(shown: string, port: number): string | undefined {
    const proven = this.proven(shown, port);
    return proven && signed(this.keyOf(proven.end), answerText(shown));
  }

  private proven(shown: string, port: number): { readonly end: string; readonly time: string } | undefined {
    const [, end, time, proof] = form.exec(shown) ?? [];
    if (end === undefined || time === undefined || proof === undefined) return undefined;
    const expected = signed(this.keyOf(end), `${port} ${time}`);
    return timingSafeEqual(digestOf(proof), digestOf(expected)) ? { end, time } : undefined;
  }

  private keyOf(end: string): string {
    return signed(this.secret, `page until ${end}`);
  }
}

function signed(key: string, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}
