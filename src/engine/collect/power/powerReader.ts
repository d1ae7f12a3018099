import type { Clock } from '../../clock';
import type { EnergyDomains } from '../../energy/energyDomain';

/** Reads what one platform tells of power and energy, and tells the domains. */
export interface PowerReader {
  /** Whether something measured the CPU when it was last read. */
  readonly isCpuMeasured: boolean;
  /**
   * Reads what is due. What cannot be read makes its domain unavailable, with the reason; it never throws for that.
   * @param isDemanded Whether somebody looks, or a request is under way: only then may it cost something.
   */
  read(isDemanded: boolean): void;
  /** Gives up what is open. Its domains are unavailable, with the reason, until they are read again. */
  close(reason: string): void;
}

/** What a reader works with. */
export interface PowerContext {
  readonly clock: Clock;
  readonly domains: EnergyDomains;
}

export type OpenPowerReader = (context: PowerContext) => PowerReader;
