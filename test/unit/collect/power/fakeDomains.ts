import type { DomainFacts, EnergyDomain, EnergyDomains } from '../../../../src/engine/energy/energyDomain';

/** What a reader told one domain last. */
export interface Told {
  readonly facts: DomainFacts;
  joules: number | undefined;
  range: number | undefined;
  watts: number | undefined;
  reason: string | undefined;
  readings: number;
  isClosed: boolean;
}

/** Keeps what readers tell. */
export class FakeDomains implements EnergyDomains {
  private readonly told = new Map<string, Told>();

  open(facts: DomainFacts): EnergyDomain {
    const readings = this.told.get(key(facts))?.readings ?? 0;
    const told: Told = {
      facts,
      joules: undefined,
      range: undefined,
      watts: undefined,
      reason: undefined,
      readings,
      isClosed: false,
    };
    this.told.set(key(facts), told);
    const set = (change: Partial<Told>): void => {
      Object.assign(told, { joules: undefined, range: undefined, watts: undefined, reason: undefined }, change);
    };
    return {
      counter: (_at, joules, range) => {
        set({ joules, range, readings: told.readings + 1 });
      },
      power: (_at, watts) => {
        set({ watts, readings: told.readings + 1 });
      },
      gap: () => {
        set({});
      },
      unavailable: (reason) => {
        set({ reason });
      },
      close: () => {
        set({ isClosed: true });
      },
    };
  }

  /** Names of the domains that are there, in the order in which they came. */
  names(): string[] {
    return [...this.told.values()].filter(({ isClosed }) => !isClosed).map(({ facts }) => key(facts));
  }

  /** What was told a domain; `package estimate` is the estimated one. */
  of(name: string): Told {
    const told = this.told.get(name);
    if (!told) throw new Error(`There is no domain ${name}, only ${[...this.told.keys()].join(', ')}.`);
    return told;
  }
}

const key = ({ domain, origin }: DomainFacts): string => (origin.method === 'estimate' ? `${domain} estimate` : domain);
