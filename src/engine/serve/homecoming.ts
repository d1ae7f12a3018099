import type { Stoppable, Ticker } from '../ticker';

const everyMs = 5000;
/** Tries that come one after another, and of those after them only each so many-th is made. */
const quickTries = 12;

/**
 * Has a server that had to listen elsewhere, or could not at all, try to listen at its own port, once whatever kept it
 * from that is over: every 5 s in the first minute, in which a process that was frozen wakes up or dies, then each minute.
 */
export class Homecoming {
  private trying: Stoppable | undefined;

  /**
   * @param goHome Listens at the port, if it is free.
   * @param periodMs Between two tries at first, ms.
   */
  constructor(
    private readonly ticker: Pick<Ticker, 'every'>,
    private readonly goHome: () => void,
    private readonly periodMs = everyMs,
  ) {}

  /** @param isAway Whether the server ought to listen at its own port and does not. */
  follow(isAway: boolean): void {
    if (isAway === (this.trying !== undefined)) return;
    this.trying?.stop();
    this.trying = isAway ? this.begin() : undefined;
  }

  private begin(): Stoppable {
    let tries = 0;
    return this.ticker.every(this.periodMs, () => {
      if (++tries <= quickTries || tries % quickTries === 0) this.goHome();
    });
  }
}
