import type { EnergyDomain } from '../../energy/energyDomain';
import { noInstrument } from './noInstrument';
import type { PowerContext, PowerReader } from './powerReader';

/** A platform on which nothing is read. */
export class UnknownPlatform implements PowerReader {
  readonly isCpuMeasured = false;
  private domain: EnergyDomain | undefined;

  constructor(
    private readonly context: PowerContext,
    private readonly platform: string,
  ) {}

  read(): void {
    this.domain ??= this.context.domains.open(noInstrument);
    this.domain.unavailable(
      `The monitor does not read power on ${this.platform}; it does on Linux, macOS and Windows.`,
    );
  }

  close(reason: string): void {
    this.domain?.unavailable(reason);
  }
}
