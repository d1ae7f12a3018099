import type { Clock } from '../clock';
import type { Stoppable, Ticker } from '../ticker';
import type { EnergySource } from './energySource';
import { IdlePower } from './idlePower';
import { stopped, switchedOff } from './reasons';
import { shareOut, type Share } from './shareOut';
import type { Work } from './work';

export interface EnergyLedgerOptions {
  readonly ticker: Ticker;
  readonly clock: Clock;
  readonly source: EnergySource;
  readonly work: Work;
  /** Whether energy is shared at all. */
  readonly enabled: boolean;
}

/** An interval whose energy has not come yet. */
interface Interval {
  readonly ms: number;
  readonly shares: readonly Share[];
}

const periodMs = 500;
/** A reader that is looked at by nobody reads every 20 s; nothing is waited for longer than this. */
const longestWaitMs = 30_000;

/**
 * Shares the machine's energy among the requests that ran. Every joule goes to exactly one place: to a request's or model's
 * part above idle, or to the machine's idle part.
 */
export class EnergyLedger {
  /** Joules that were attributed to nobody: idle power, and all energy of time without requests. */
  idleJoules = 0;
  /** Joules above idle that went to requests and models. */
  attributedJoules = 0;
  /** Joules shared so far: idle and attributed ones. */
  totalJoules = 0;
  /** Why energy is not known, and what would change it; undefined while it is. */
  unknown: string | undefined = stopped;
  private readonly idle = new IdlePower();
  private enabled: boolean;
  private isStarted = false;
  private ticking: Stoppable | undefined;
  private closedAt = 0;
  private waiting: Interval[] = [];
  private waitingMs = 0;
  private measured = 0;
  private estimated = 0;
  private scope = '';
  /** Energy comes a little late, so the first interval after work still holds some of it. */
  private followsWork = true;

  constructor(private readonly options: EnergyLedgerOptions) {
    this.enabled = options.enabled;
  }

  /** Power of the machine while no request is under way, watts; undefined until 3 s of such time were seen. */
  get idleWatts(): number | undefined {
    return this.idle.value(this.options.clock.monotonic());
  }

  start(): void {
    this.isStarted = true;
    this.apply();
  }

  stop(): void {
    this.isStarted = false;
    this.apply();
  }

  /** Follows the setting `collectors.model.energyCalculation`. */
  setEnabled(enabled: boolean): void {
    this.enabled = enabled;
    this.apply();
  }

  private apply(): void {
    const shallRun = this.isStarted && this.enabled;
    if (!shallRun) {
      this.end();
      this.tell(this.enabled ? stopped : switchedOff);
    } else if (!this.ticking) {
      this.begin();
    }
  }

  /** What was taken before is nobody's here. */
  private begin(): void {
    const { ticker, clock, source } = this.options;
    const now = clock.monotonic();
    source.advance();
    source.settle();
    this.closedAt = now;
    this.forgetWaiting();
    this.measured = source.measuredJoules;
    this.estimated = source.estimatedJoules;
    this.followsWork = true;
    this.tell(source.unknown);
    this.ticking = ticker.every(periodMs, () => {
      this.close(clock.monotonic());
    });
  }

  /** What waited for a reading is shared as it stands. */
  private end(): void {
    if (!this.ticking) return;
    this.ticking.stop();
    this.ticking = undefined;
    this.close(this.options.clock.monotonic(), true);
  }

  private close(now: number, isLast = false): void {
    const { source, work } = this.options;
    const from = this.closedAt;
    this.closedAt = now;
    source.advance();
    const isKnown = source.unknown === undefined;
    this.tell(source.unknown);
    if (isKnown || this.hasEnergy()) this.wait(work, from, now);
    // Energy that comes much later is not theirs.
    else this.forgetWaiting();
    const hasEnded = isLast || this.waitingMs >= longestWaitMs || (!isKnown && this.hasEnergy());
    if (hasEnded || source.isSettled(now)) this.settle(now);
    work.energyShared();
  }

  private hasEnergy(): boolean {
    const { source } = this.options;
    return source.measuredJoules > this.measured || source.estimatedJoules > this.estimated;
  }

  private wait(work: Work, from: number, to: number): void {
    const ms = to - from;
    if (!(ms > 0)) return;
    const shares = work.underWay(from, to).map((worker) => ({ worker, requestMs: worker.requestMs }));
    this.waiting.push({ ms, shares: shares.filter(({ requestMs }) => requestMs > 0) });
    this.waitingMs += ms;
  }

  /** Spreads the energy that came over the intervals that waited for it. */
  private settle(now: number): void {
    const { source } = this.options;
    const { waiting, waitingMs } = this;
    if (waiting.length === 0) return;
    const measured = source.measuredJoules - this.measured;
    const estimated = source.estimatedJoules - this.estimated;
    const joules = measured + estimated;
    this.measured = source.measuredJoules;
    this.estimated = source.estimatedJoules;
    source.settle();
    this.forgetWaiting();
    if (joules === 0) return;
    if (source.scope !== this.scope) this.idle.reset();
    this.scope = source.scope;

    const hasWork = waiting.some(({ shares }) => shares.length > 0);
    if (!hasWork && !this.followsWork) this.idle.push(now, waitingMs, (joules / waitingMs) * 1000);
    this.followsWork = hasWork;

    const idleWatts = hasWork ? this.idle.value(now) : undefined;
    const quality = estimated > 0 || idleWatts === undefined ? 'estimated' : 'measured';
    let left = joules;
    waiting.forEach(({ ms, shares }, index) => {
      // The last one takes what is left, so that rounding loses nothing.
      const part = index === waiting.length - 1 ? left : Math.min(left, joules * (ms / waitingMs));
      left -= part;
      const idle = shares.length === 0 ? part : Math.min(part, ((idleWatts ?? 0) * ms) / 1000);
      shareOut(shares, part - idle, part, quality);
      this.idleJoules += idle;
      this.attributedJoules += part - idle;
    });
    this.totalJoules += joules;
  }

  private forgetWaiting(): void {
    this.waiting = [];
    this.waitingMs = 0;
  }

  private tell(unknown: string | undefined): void {
    if (unknown !== undefined) this.followsWork = true;
    if (unknown === this.unknown) return;
    this.unknown = unknown;
    this.options.work.energyUnknown(unknown);
  }
}
