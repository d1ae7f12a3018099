import type { Origin } from '../../../protocol/metric';
import type { EnergyDomain, EnergyDomains } from '../../energy/energyDomain';

/** Of the rated power, what a GPU without work is taken to need. */
const idleShare = 0.1;
const remedy = 'Set wirthforge.energy.gpuRatedWatts to have it estimated from the load.';
const noEstimate = 'Its load is not known either, so that its rated power allows no estimate.';

/** Where the power of one GPU goes: its sensor's or counter's readings, an estimate, or the reason why there are none. */
export class GpuPower {
  private domain: EnergyDomain | undefined;
  private origin: Origin | undefined;
  private isInside = false;
  private state: 'none' | 'reading' | 'gap' | 'unavailable' = 'none';
  private reason: string | undefined;

  /** @param label The domain's label, such as `gpu0`. */
  constructor(
    private readonly domains: EnergyDomains,
    private readonly label: string,
    private readonly ratedWatts: () => number | null,
  ) {}

  /** @param at Ms of the monotonic clock. @param isInside Whether the CPU package's power holds this one. */
  watts(at: number, watts: number, origin: Origin, isInside = false): void {
    this.read(origin, isInside).power(at, watts);
  }

  /** @param joules A counter that never wraps, since an arbitrary start. */
  joules(at: number, joules: number, origin: Origin, isInside = false): void {
    this.read(origin, isInside).counter(at, joules);
  }

  /**
   * There is no sensor. With a rated power set, the power is taken to be rated × (0.1 + 0.9 × load / 100); a GPU inside
   * the CPU package is left out, because the rated power is that of a card and the package's power holds it already.
   * @param origin What a sensor of it would be, for the series that says that there is none.
   * @param reason Why there is none, without what to do about it.
   */
  missing(at: number, percent: number, origin: Origin, reason: string, isInside = false): void {
    const rated = this.ratedWatts();
    const isKnown = !Number.isNaN(percent);
    if (isInside) this.unavailable(reason, origin, isInside);
    else if (rated !== null && isKnown)
      this.read(estimateOf(rated, origin.scope), false).power(at, estimatedWatts(rated, percent));
    else if (isKnown) this.unavailable(`${reason} ${remedy}`, origin);
    else this.unavailable(rated === null ? reason : `${reason} ${noEstimate}`, origin);
  }

  /** Nothing is read for now. */
  gap(): void {
    if (this.state === 'reading') this.domain?.gap();
    this.state = 'gap';
  }

  /** @param origin Names the series when nothing was read yet; without it a domain that was never opened stays unknown. */
  unavailable(reason: string, origin = this.origin, isInside = this.isInside): void {
    if (!origin || (this.state === 'unavailable' && this.reason === reason)) return;
    this.open(origin, isInside).unavailable(reason);
    this.state = 'unavailable';
    this.reason = reason;
  }

  private read(origin: Origin, isInside: boolean): EnergyDomain {
    const domain = this.open(origin, isInside);
    this.state = 'reading';
    return domain;
  }

  private open(origin: Origin, isInside: boolean): EnergyDomain {
    const isOpen = this.state !== 'unavailable' && isInside === this.isInside && isSame(origin, this.origin);
    if (this.domain && isOpen) return this.domain;
    this.origin = origin;
    this.isInside = isInside;
    const facts = { domain: this.label, part: 'gpu', origin } as const;
    const before = this.domain;
    this.domain = this.domains.open(isInside ? { ...facts, isInsideAnother: true } : facts);
    // An estimate and a sensor have accounts of their own; of one GPU only one of them counts.
    if (before !== this.domain) before?.close();
    return this.domain;
  }
}

/** @param percent The load, 0 to 100. */
export function estimatedWatts(ratedWatts: number, percent: number): number {
  return ratedWatts * (idleShare + ((1 - idleShare) * percent) / 100);
}

function estimateOf(ratedWatts: number, scope: string): Origin {
  const idle = `${idleShare * 100} % of it when idle, the rest by load`;
  return { method: 'estimate', scope, source: `rated power of ${ratedWatts} W, ${idle}` };
}

function isSame(a: Origin, b: Origin | undefined): boolean {
  return a === b || (a.source === b?.source && a.scope === b.scope && a.method === b.method);
}
