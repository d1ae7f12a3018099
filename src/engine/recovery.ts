import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal } from './serve/refusal';

/** How long a question waits, ms. What is recovered takes a second at most times. */
const patienceMs = 10_000;

/**
 * The time in which an engine that has just begun does not know yet what the one before it left: alerts, silences, and
 * the counts of the day. Whoever asks about these waits, rather than being told that there is nothing.
 */
export class Recovery {
  private readonly ended = new AbortController();

  get isOver(): boolean {
    return this.ended.signal.aborted;
  }

  /** All that there is to know is known now. */
  end(): void {
    this.ended.abort();
  }

  /**
   * Ends when it is over, or nobody waits any more.
   * @param limitMs How long to wait, ms.
   * @throws Refusal 503 when it takes too long.
   */
  async over(gone: AbortSignal, limitMs = patienceMs): Promise<void> {
    if (this.isOver) return;
    const woken = AbortSignal.any([this.ended.signal, gone]);
    // Being woken early is what is waited for, and shows in the signals.
    await sleep(limitMs, undefined, { signal: woken }).catch(() => undefined);
    if (woken.aborted) return;
    throw new Refusal(
      503,
      'recovering',
      'The monitor began a moment ago and still reads what it recorded before, without which it cannot answer this. Ask again in a few seconds.',
      { 'Retry-After': '2' },
    );
  }
}
