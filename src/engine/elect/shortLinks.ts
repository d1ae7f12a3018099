import { slowlyMs } from './pause';

/** A link that held for so long was a good one, ms. */
const goodMs = 10_000;

/** Says when a link that broke is tried again: at once after a good one, and more slowly each time that it did not last. */
export class ShortLinks {
  private inARow = 0;

  /** @param lastedMs How long the link held. @param leastMs Before the first new try. @returns ms. */
  broke(lastedMs: number, leastMs: number): number {
    this.inARow = lastedMs < goodMs ? this.inARow + 1 : 0;
    return Math.min(slowlyMs, leastMs * 2 ** Math.max(0, this.inARow - 1));
  }
}
