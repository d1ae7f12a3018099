import { setImmediate } from 'node:timers/promises';

/** Work that could never go on while questions keep coming would let files pile up. */
const mostWaitMs = 2000;

/** Lets those who wait for an answer go before work on the same thread that nobody waits for. */
export class RightOfWay {
  private open = 0;
  private waiting: (() => void)[] = [];

  /** Answers a question; what gives way does not go on before it is answered. */
  async first<T>(answer: () => Promise<T>): Promise<T> {
    this.open++;
    try {
      return await answer();
    } finally {
      this.open--;
      if (this.open === 0) for (const goOn of this.waiting.splice(0)) goOn();
    }
  }

  /** Ends once no question is open, or after 2 s of them. @throws the signal's reason. */
  async give(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    // A question that has arrived is opened in this turn of the event loop.
    await setImmediate();
    if (this.open > 0) await this.answered();
    signal.throwIfAborted();
  }

  private answered(): Promise<void> {
    return new Promise((resolve) => {
      const limit = setTimeout(resolve, mostWaitMs);
      this.waiting.push(() => {
        clearTimeout(limit);
        resolve();
      });
    });
  }
}
