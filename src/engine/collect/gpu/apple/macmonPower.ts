import type { Origin } from '../../../../protocol/metric';
import type { DomainPart, EnergyDomain, EnergyDomains } from '../../../energy/energyDomain';
import type { MacmonReading } from './macmonLine';

export const gpuOrigin: Origin = {
  method: 'integrated power',
  scope: 'GPU of the SoC',
  source: 'macmon gpu_power',
};

/** Power of processor cores and memory of Apple's chips, which macmon tells along with that of the GPU. */
export class MacmonPower {
  private readonly package: OneDomain;
  private readonly dram: OneDomain;

  constructor(domains: EnergyDomains) {
    this.package = new OneDomain(domains, 'package', 'cpu', 'CPU cores', 'macmon cpu_power');
    this.dram = new OneDomain(domains, 'dram', 'memory', 'memory', 'macmon ram_power');
  }

  take(at: number, { cpuWatts, memoryWatts }: MacmonReading): void {
    this.package.take(at, cpuWatts);
    // On chips without the sensor macmon prints 0, which is no power that memory has.
    this.dram.take(at, memoryWatts > 0 ? memoryWatts : NaN);
  }

  gap(): void {
    this.package.gap();
    this.dram.gap();
  }
}

/** Opened by its first reading: what has none is not there. */
class OneDomain {
  private domain: EnergyDomain | undefined;

  constructor(
    private readonly domains: EnergyDomains,
    private readonly label: string,
    private readonly part: DomainPart,
    private readonly scope: string,
    private readonly source: string,
  ) {}

  take(at: number, watts: number): void {
    if (Number.isNaN(watts)) {
      this.gap();
      return;
    }
    const { label, part, scope, source } = this;
    this.domain ??= this.domains.open({ domain: label, part, origin: { method: 'integrated power', scope, source } });
    this.domain.power(at, watts);
  }

  gap(): void {
    this.domain?.gap();
  }
}
