import type { DomainFacts } from '../../../energy/energyDomain';

/** Files of the kernel that together tell the power or energy of one domain; which of both, its origin says. */
export interface Instrument {
  readonly facts: DomainFacts;
  /** Each holds one whole number; combined they make microwatts or microjoules. */
  readonly files: readonly string[];
  readonly combine: 'sum' | 'product';
  /** Where a counter wraps to 0, joules. */
  readonly rangeJoules?: number;
}
