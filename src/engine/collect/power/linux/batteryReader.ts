import type { EnergyDomain, EnergyDomains } from '../../../energy/energyDomain';
import { Unreadable } from '../../system/unreadable';
import { NamedDomains } from '../namedDomains';
import { batteriesIn, type Battery } from './batteries';
import { noDischargeRate, onMains } from './reasons';

/** Power of the whole machine while it runs on its batteries, all of them together. */
export class BatteryReader {
  private readonly domains: NamedDomains;
  private batteries: readonly Battery[] = [];
  private domain: EnergyDomain | undefined;

  constructor(
    domains: EnergyDomains,
    private readonly powerSupply: string,
  ) {
    this.domains = new NamedDomains(domains);
  }

  /** Looks for batteries anew; one may be pulled out or put in. */
  look(): void {
    this.closeFiles();
    this.batteries = batteriesIn(this.powerSupply);
    const source = this.batteries.map((battery) => battery.source).join(' + ');
    const origin = { method: 'power sensor', scope: 'whole system, on battery', source } as const;
    const facts = this.batteries.length === 0 ? [] : [{ domain: 'battery', part: 'battery', origin } as const];
    [this.domain] = this.domains.replace(facts);
  }

  /** @param at Ms of the monotonic clock. */
  read(at: number): void {
    const { domain } = this;
    if (!domain) return;
    let feeding = 0;
    let watts = 0;
    for (const battery of this.batteries) {
      if (!this.isDischarging(battery)) continue;
      feeding++;
      watts += battery.watts();
    }
    if (feeding === 0) domain.unavailable(onMains);
    else if (Number.isNaN(watts)) domain.unavailable(noDischargeRate);
    // Right after unplugging, drivers say that it discharges before they have measured how fast.
    else if (watts === 0) domain.gap();
    else domain.power(at, watts);
  }

  close(reason: string): void {
    this.domains.unavailable(reason);
    this.closeFiles();
  }

  private isDischarging(battery: Battery): boolean {
    try {
      return battery.isDischarging();
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      // It was pulled out; the next look leaves it off the list.
      battery.close();
      return false;
    }
  }

  private closeFiles(): void {
    for (const battery of this.batteries) battery.close();
  }
}
