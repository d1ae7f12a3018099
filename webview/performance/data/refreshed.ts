import type { PageTime } from '../../shared/frameLoop';
import { Asker, type Ask } from './asker';

/** An answer that belongs to a wish, and is asked for again when time has moved on. */
export class Refreshed<A> {
  private readonly asker: Asker<A>;
  private known: A | undefined;
  private knownKey: string | undefined;
  private wantedKey: string | undefined;
  private upTo = -Infinity;

  constructor(time: PageTime, changed: () => void) {
    this.asker = new Asker(time, changed);
  }

  /** The newest answer, until there is one for what is wanted now also that to the wish before. */
  get value(): A | undefined {
    return this.known;
  }

  /** The answer to what is wanted now. */
  get current(): A | undefined {
    return this.knownKey === this.wantedKey ? this.known : undefined;
  }

  get problem(): string | undefined {
    return this.asker.problem;
  }

  /**
   * Asks unless the answer is known and fresh.
   * @param key Names the wish. @param to The end of what is asked for, ms since 1970.
   * @param refreshMs How much later that end must be for the answer to be old.
   */
  look(key: string, to: number, refreshMs: number, ask: Ask<A>): void {
    this.wantedKey = key;
    const isKnown = this.knownKey === key && Math.abs(to - this.upTo) < refreshMs;
    if (isKnown) return;
    this.asker.want(key, ask, (answer) => {
      this.known = answer;
      this.knownKey = key;
      this.upTo = to;
    });
  }

  /** Has it asked again soon, since it may have changed; what is known stays until then. */
  expire(): void {
    this.upTo = -Infinity;
  }

  /** Forgets what is known, for something that is not wanted any more. */
  clear(): void {
    this.asker.rest();
    this.known = undefined;
    this.knownKey = undefined;
    this.wantedKey = undefined;
  }

  retry(): void {
    this.asker.retry();
  }

  stop(): void {
    this.asker.stop();
  }
}
