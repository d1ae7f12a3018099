import { estimatedCpuWatts, estimateOrigin, type CpuRating } from '../../energy/cpuEstimate';
import type { EnergyDomain, EnergyDomains } from '../../energy/energyDomain';

/** Feeds the estimate of the CPU's power that the user asked for, while nothing measures it. */
export class CpuEstimateFeed {
  private rating: CpuRating | undefined;
  private domain: EnergyDomain | undefined;

  /** @param load Share of the CPU that is busy, 0 to 1; NaN while it is not known. */
  constructor(
    private readonly domains: EnergyDomains,
    private readonly load: () => number,
  ) {}

  /** @param rating Undefined where no estimate is wanted. */
  follow(rating: CpuRating | undefined): void {
    this.stop();
    this.rating = rating;
  }

  /** @param at Ms of the monotonic clock. */
  feed(at: number, isCpuMeasured: boolean): void {
    const { rating } = this;
    if (!rating || isCpuMeasured) {
      this.stop();
      return;
    }
    this.domain ??= this.domains.open({ domain: 'package', part: 'cpu', origin: estimateOrigin(rating) });
    const watts = estimatedCpuWatts(rating, this.load());
    if (Number.isNaN(watts)) this.domain.gap();
    else this.domain.power(at, watts);
  }

  /** What passes until the next feeding is not estimated. */
  stop(): void {
    this.domain?.close();
    this.domain = undefined;
  }
}
