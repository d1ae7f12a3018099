import type { Origin } from '../../protocol/metric';
import type { Clock } from '../clock';
import type { Sink } from '../collect/collector';
import type { Stoppable, Ticker } from '../ticker';
import { DomainAccount } from './domainAccount';
import type { DomainFacts, DomainPart, EnergyDomain, EnergyDomains } from './energyDomain';
import type { EnergySource } from './energySource';
import { EnergyTotal } from './energyTotal';
import { PowerFrame } from './powerFrame';
import { nothingRead } from './reasons';

export interface EnergyAccountOptions {
  readonly ticker: Ticker;
  readonly clock: Clock;
  /** Rated power of a kind of part, watts, where it is known. */
  readonly ratedWatts?: Partial<Readonly<Record<DomainPart, number>>>;
}

const hz = 2;

/** The energy of all parts of the machine and of the machine as a whole. Writes them as the group `power`, twice a second. */
export class EnergyAccount implements EnergyDomains, EnergySource {
  private readonly accounts = new Map<string, DomainAccount>();
  private readonly total = new EnergyTotal();
  private frame: PowerFrame | undefined;
  private ticking: Stoppable | undefined;

  constructor(private readonly options: EnergyAccountOptions) {}

  /** Measurements and estimates of one domain are kept apart, so that neither goes on in the other's history. */
  open(facts: DomainFacts): EnergyDomain {
    const key = `${facts.domain} ${facts.origin.method === 'estimate' ? 'estimated' : 'measured'}`;
    let account = this.accounts.get(key);
    if (account) account.reopen(facts);
    else this.accounts.set(key, (account = new DomainAccount(facts, this.options.ratedWatts?.[facts.part])));
    return account;
  }

  start(sink: Sink): void {
    this.stop();
    const { ticker, clock } = this.options;
    const frame = (this.frame = new PowerFrame(sink, hz));
    this.ticking = ticker.every(1000 / hz, (timestamp) => {
      const now = clock.monotonic();
      this.advance();
      frame.write(this.domains(), this.total, this.unknown, now, timestamp);
    });
  }

  stop(): void {
    this.ticking?.stop();
    this.ticking = undefined;
    this.frame?.gap(this.options.clock.now());
    this.frame = undefined;
  }

  /** Every domain that was announced and is not gone. */
  domains(): readonly DomainAccount[] {
    return [...this.accounts.values()].filter((account) => !account.isClosed);
  }

  advance(): void {
    this.total.advance(this.domains());
  }

  get measuredJoules(): number {
    return this.total.measuredJoules;
  }

  get estimatedJoules(): number {
    return this.total.estimatedJoules;
  }

  /** What the total covers and how it is got; undefined while nothing counts. */
  get origin(): Origin | undefined {
    return this.total.origin;
  }

  get scope(): string {
    return this.total.scope;
  }

  get unknown(): string | undefined {
    if (this.total.members.length > 0) return undefined;
    const reasons = this.domains().flatMap(({ reason }) => reason ?? []);
    return reasons.length === 0 ? nothingRead : [...new Set(reasons)].join(' ');
  }

  isSettled(now: number): boolean {
    return this.total.isSettled(now);
  }

  settle(): void {
    this.total.settle();
  }
}
