import type { DomainFacts, EnergyDomain, EnergyDomains } from '../../energy/energyDomain';

/** The domains of one reader by their names, so that those which are gone after another look can be closed. */
export class NamedDomains {
  private open = new Map<string, EnergyDomain>();

  constructor(private readonly domains: EnergyDomains) {}

  /** These are the domains from now on, in the order given; others are closed. */
  replace(facts: readonly DomainFacts[]): readonly EnergyDomain[] {
    const before = this.open;
    this.open = new Map(facts.map((one) => [one.domain, this.domains.open(one)]));
    for (const [name, domain] of before) if (!this.open.has(name)) domain.close();
    return [...this.open.values()];
  }

  unavailable(reason: string): void {
    for (const domain of this.open.values()) domain.unavailable(reason);
  }
}

/** Names of several parts of one kind: `package`, `package1`, `package2`. */
export const numbered = (name: string, index: number): string => (index === 0 ? name : `${name}${index}`);
