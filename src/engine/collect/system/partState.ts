import type { Series } from '../../metrics/series';
import type { PartContext } from './part';
import { Unreadable } from './unreadable';

const retryMs = 10_000;
/** Ticks come some milliseconds early or late; a part that ticks every 10 s must not wait for the one after. */
const slackMs = 500;

/** Whether one part can be read: says so once, marks its series, and spaces the attempts while it cannot. */
export class PartState {
  private reason: string | undefined;
  private retryAt = -Infinity;

  /** @param figures What is missing while the part cannot be read, such as `CPU figures`. */
  constructor(
    private readonly context: PartContext,
    private readonly figures: string,
  ) {
    context.component.starting();
  }

  /** Whether an attempt is due: always while the part works, every 10 s while it does not. */
  get isDue(): boolean {
    return this.reason === undefined || this.context.clock.monotonic() >= this.retryAt;
  }

  works(series: readonly Series[]): void {
    const mended = this.reason;
    this.reason = undefined;
    if (mended !== undefined)
      for (const one of series) if (one.reason === mended) this.context.sink.setQuality(one, 'measured');
    this.context.component.running();
  }

  failed(error: unknown, series: readonly Series[]): void {
    this.reason = this.describe(error);
    this.retryAt = this.context.clock.monotonic() + retryMs - slackMs;
    for (const one of series) this.context.sink.setQuality(one, 'unavailable', this.reason);
    this.context.component.degraded(this.reason);
  }

  private describe(error: unknown): string {
    const { happened, next } =
      error instanceof Unreadable
        ? error
        : {
            happened: `Reading failed in a way that was not foreseen (${String(error)}).`,
            next: 'If it stays that way, please report it.',
          };
    return `${happened} ${this.figures} are missing meanwhile; the monitor tries again every 10 s. ${next}`;
  }
}
