import { Cadence } from './cadence';
import type { DomainFacts, DomainPart, EnergyDomain } from './energyDomain';
import { EnergyCounter } from './energyCounter';
import type { EnergyStep } from './energyStep';
import { PowerIntegral } from './powerIntegral';
import { standsStill, starting } from './reasons';
import { RecentPower } from './recentPower';

/** Power that no such part of one machine takes: what is beyond it is a reset, a jump or a broken sensor. */
const mostWattsOf: Readonly<Record<DomainPart, number>> = { cpu: 1000, memory: 1000, gpu: 3000, battery: 1000 };

/**
 * The account of one domain: joules that only grow and the power now. Energy between readings that say nothing about it
 * (a hole, a reset, suspended time) is not made up, but left out of `accountedMs`.
 */
export class DomainAccount implements EnergyDomain {
  /** Joules accounted for since the domain was first opened. */
  joules = 0;
  /** Milliseconds that `joules` covers. */
  accountedMs = 0;
  /** Readings taken. */
  readings = 0;
  /** Readings that cannot be: negative, not a number, out of bounds, or not later than the one before. */
  refused = 0;
  /** Why there are no figures now; undefined while there are. */
  reason: string | undefined = starting;
  private watts = NaN;
  private wattsAt = -Infinity;
  private readAt = -Infinity;
  private hasCounter = false;
  private hasSensor = false;
  private closed = false;
  private readonly mostWatts: number;
  private readonly cadence = new Cadence();
  private readonly energy: EnergyCounter;
  private readonly integral = new PowerIntegral();
  private readonly recent = new RecentPower();

  /** @param ratedWatts Rated power of the part; twice as much is believed where that is more than is usual. */
  constructor(
    private current: DomainFacts,
    ratedWatts = 0,
  ) {
    this.mostWatts = Math.max(mostWattsOf[current.part], 2 * ratedWatts);
    this.energy = new EnergyCounter(this.mostWatts);
  }

  get facts(): DomainFacts {
    return this.current;
  }

  get isClosed(): boolean {
    return this.closed;
  }

  /** Whether its figures come from an instrument or interface that measures. */
  get isMeasured(): boolean {
    return this.current.origin.method !== 'estimate';
  }

  /** Whether it counts now: it can be read, and at least one stretch of time is accounted for. */
  get isKnown(): boolean {
    return !this.closed && this.reason === undefined && this.accountedMs > 0;
  }

  /** Intervals between readings of the counter that were left out because they could not be. */
  get dropped(): number {
    return this.energy.dropped;
  }

  /** Goes on in its history, with facts that may be others. */
  reopen(facts: DomainFacts): void {
    this.current = facts;
    this.closed = false;
  }

  counter(at: number, joules: number, rangeJoules?: number): void {
    if (!this.isSound(at > this.readAt, joules, rangeJoules ?? Number.MAX_VALUE)) return;
    this.hasCounter = true;
    this.took(at);
    const step = this.energy.step(at, joules, rangeJoules);
    if (step) this.account(step);
    else if (this.energy.isStill(at)) this.reason = standsStill;
    if (step && !this.hasSensor) this.show(at, this.recent.push(at, this.joules, step.ms, step.joules));
    if (step) this.reason = undefined;
  }

  power(at: number, watts: number): void {
    if (!this.isSound(at > this.wattsAt || this.hasCounter, watts, this.mostWatts)) return;
    this.hasSensor = true;
    this.show(at, watts);
    // Where there is a counter, it knows better what the sensor misses between readings.
    if (this.hasCounter) return;
    const { holeMs } = this.cadence;
    this.took(at);
    const step = this.integral.step(at, watts, holeMs);
    if (step) this.account(step);
    this.reason = undefined;
  }

  gap(): void {
    this.watts = NaN;
    this.hasCounter = false;
    this.hasSensor = false;
    this.cadence.reset();
    this.energy.reset();
    this.integral.reset();
    this.recent.reset();
  }

  unavailable(reason: string): void {
    this.gap();
    this.reason = reason;
  }

  close(): void {
    this.unavailable(starting);
    this.closed = true;
  }

  /** Whether readings come: the last one is at most three periods old, or 5 s. */
  isFresh(now: number): boolean {
    return this.cadence.isFresh(now);
  }

  /** Power now, in watts; NaN when nothing recent tells it. */
  wattsAtTime(now: number): number {
    return this.reason === undefined && now - this.wattsAt <= this.cadence.holeMs ? this.watts : NaN;
  }

  private isSound(isLater: boolean, value: number, most: number): boolean {
    const isSound = isLater && value >= 0 && value <= most;
    if (!isSound) this.refused++;
    return isSound;
  }

  private took(at: number): void {
    this.readAt = at;
    this.readings++;
    this.cadence.take(at);
  }

  private account({ joules, ms }: EnergyStep): void {
    this.joules += joules;
    this.accountedMs += ms;
  }

  private show(at: number, watts: number): void {
    this.watts = watts;
    this.wattsAt = at;
  }
}
