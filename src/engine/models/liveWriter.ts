import type { Clock } from '../clock';
import type { Stoppable, Ticker } from '../ticker';
import { liveHz, type ModelMeter } from './modelMeter';

/** After its last event a model is written for as long as its speed takes to fall to 0, ms. */
const tailMs = 1200;
/** How often a model is written to which nothing happens, ms. */
const calmMs = 200;

interface Written {
  hasNews: boolean;
  until: number;
  writtenAt: number;
}

/** Writes models at which something happens, 60 times a second at the most; without events there is no timer. */
export class LiveWriter {
  private readonly models = new Map<ModelMeter, Written>();
  private ticking: Stoppable | undefined;

  constructor(
    private readonly ticker: Ticker,
    private readonly clock: Clock,
  ) {}

  /** Something happened to the model. @param at Monotonic ms. */
  touch(meter: ModelMeter, at: number): void {
    const known = this.models.get(meter);
    if (known) {
      known.hasNews = true;
      known.until = at + tailMs;
      return;
    }
    this.models.set(meter, { hasNews: true, until: at + tailMs, writtenAt: -Infinity });
    this.ticking ??= this.ticker.every(1000 / liveHz, (now) => {
      this.write(now);
    });
  }

  stop(): void {
    this.models.clear();
    this.ticking?.stop();
    this.ticking = undefined;
  }

  private write(now: number): void {
    const at = this.clock.monotonic();
    for (const [meter, state] of this.models) {
      // A request may wait for minutes before anything happens.
      const isOver = at > state.until && meter.underWay.size === 0;
      if (state.hasNews || at - state.writtenAt >= calmMs || isOver) {
        state.hasNews = false;
        state.writtenAt = at;
        meter.writeLive(at, now);
      }
      if (isOver) this.models.delete(meter);
    }
    if (this.models.size === 0) this.stop();
  }
}
