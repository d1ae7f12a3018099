import type { Clock } from '../../clock';
import type { Stoppable, Ticker } from '../../ticker';

/** The two ticks on which turns start: multiples of those of other collectors, so that they share wake-ups. */
const fastTickMs = 200;
const slowTickMs = 1000;
/** A turn that is due this soon after a tick, in ms, is not put off to the next one. */
const slackMs = 50;

/**
 * Takes turns, one at a time, each saying when it wants the next one.
 * @param turn Gets a test of whether it still matters, to ask after each wait. Answers with the milliseconds from its
 * start to that of the next turn. Must not reject.
 */
export class Beat {
  private ticking: Stoppable | undefined;
  private tickMs = 0;
  private isTaken = false;
  private notBefore = -Infinity;
  /** Grows with every start and stop, so that a turn which ends too late is recognised. */
  private life = 0;

  constructor(
    private readonly ticker: Ticker,
    private readonly clock: Clock,
    private readonly turn: (isCurrent: () => boolean) => Promise<number>,
  ) {}

  start(): void {
    this.stop();
    this.isTaken = false;
    this.notBefore = -Infinity;
    this.tickEvery(fastTickMs);
  }

  stop(): void {
    this.life++;
    this.ticking?.stop();
    this.ticking = undefined;
  }

  private tickEvery(ms: number): void {
    if (this.ticking && ms === this.tickMs) return;
    this.ticking?.stop();
    this.tickMs = ms;
    this.ticking = this.ticker.every(ms, () => {
      if (!this.isTaken && this.clock.monotonic() >= this.notBefore) void this.take();
    });
  }

  private async take(): Promise<void> {
    const life = this.life;
    const startedAt = this.clock.monotonic();
    this.isTaken = true;
    const waitMs = await this.turn(() => life === this.life);
    if (life !== this.life) return;
    this.isTaken = false;
    this.notBefore = startedAt + waitMs - slackMs;
    this.tickEvery(waitMs < slowTickMs ? fastTickMs : slowTickMs);
  }
}
