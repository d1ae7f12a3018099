import type { Origin } from '../../protocol/metric';

/** Which part of the machine a domain covers; parts of one kind add up, and different kinds too unless one holds the other. */
export type DomainPart = 'cpu' | 'memory' | 'gpu' | 'battery';

/** A part of the machine whose energy is known. */
export interface DomainFacts {
  /** The label: `package`, `dram`, `gpu0`, `battery`. */
  readonly domain: string;
  readonly part: DomainPart;
  readonly origin: Origin;
  /** Its energy is inside another domain's too (a GPU on the CPU's package), so it is not added to the total. */
  readonly isInsideAnother?: true;
}

/** Takes readings of one domain. Times are ms of the monotonic clock; readings of one domain come in their order. */
export interface EnergyDomain {
  /**
   * A counter's value. Falls and jumps that the domain's power cannot explain start it anew.
   * @param joules Since an arbitrary start.
   * @param rangeJoules Where the counter wraps to 0; absent for one that does not.
   */
  counter(at: number, joules: number, rangeJoules?: number): void;
  /** The power at a moment, watts; energy is its integral over time. */
  power(at: number, watts: number): void;
  /** There is no reading now; what passes until the next one is not accounted for. */
  gap(): void;
  /** It cannot be read (any more): the domain is shown as unavailable, with the reason. */
  unavailable(reason: string): void;
  /** It is gone for good, such as an unplugged GPU. */
  close(): void;
}

/** Where readers of power and energy announce what they read. Opening a domain again goes on in its history. */
export interface EnergyDomains {
  open(facts: DomainFacts): EnergyDomain;
}
