import type { Clock } from '../../clock';
import type { Components } from '../../components';
import type { EnergyDomains } from '../../energy/energyDomain';
import type { Stoppable, Ticker } from '../../ticker';
import type { Collector } from '../collector';
import { CpuEstimateFeed } from './cpuEstimateFeed';
import { platformReader } from './platformReader';
import type { OpenPowerReader, PowerReader } from './powerReader';
import type { PowerSettings } from './powerSettings';

export interface PowerCollectorOptions {
  readonly ticker: Ticker;
  readonly clock: Clock;
  readonly components: Pick<Components, 'open'>;
  /** Where the readings go; the account writes the samples. */
  readonly domains: EnergyDomains;
  readonly settings: PowerSettings;
  /** Share of the CPU that is busy, 0 to 1; NaN while it is not known. Asked only for the estimate. */
  readonly cpuLoad: () => number;
  /** What is read here; what the platform that the process runs on tells by default. */
  readonly reader?: OpenPowerReader;
}

const demandedMs = 500;
/** Often enough that no counter wraps unseen: the fastest known one does after a minute at 1000 W. */
const restingMs = 20_000;

const paused = 'Power is not read while the monitor is paused; resume it to go on.';
const switchedOff =
  'Power is not read because wirthforge.collectors.system is off or leaves it out; add "power" to wirthforge.collectors.system.metrics.';

/** Power and energy of CPU, memory and battery of this machine. GPUs have a collector of their own. */
export class PowerCollector implements Collector {
  readonly id = 'power';
  private readonly reader: PowerReader;
  private readonly estimate: CpuEstimateFeed;
  private settings: PowerSettings;
  private ticking: Stoppable | undefined;
  private isStarted = false;
  private isDemanded = false;

  constructor(private readonly options: PowerCollectorOptions) {
    const { clock, domains, cpuLoad, settings, reader = platformReader(process.platform) } = options;
    this.reader = reader({ clock, domains });
    this.estimate = new CpuEstimateFeed(domains, cpuLoad);
    this.settings = settings;
    this.rate();
  }

  /** Readings go to the domains, which have their own way to a sink. */
  start(): void {
    if (this.isStarted) return;
    this.isStarted = true;
    this.apply();
  }

  stop(): void {
    this.isStarted = false;
    this.apply();
  }

  /** Follows other settings; reading goes on undisturbed unless it is switched off. */
  configure(settings: PowerSettings): void {
    const { cpuTdpWatts, cpuIdleWatts } = this.settings;
    const hasNewRating = settings.cpuTdpWatts !== cpuTdpWatts || settings.cpuIdleWatts !== cpuIdleWatts;
    this.settings = settings;
    if (hasNewRating) this.rate();
    this.apply();
  }

  /** Whether somebody looks at power, or energy is being shared among requests: then it is read twice a second. */
  setDemanded(isDemanded: boolean): void {
    if (isDemanded === this.isDemanded) return;
    this.isDemanded = isDemanded;
    this.ticking?.stop();
    this.ticking = undefined;
    this.apply();
  }

  private rate(): void {
    const { cpuTdpWatts, cpuIdleWatts } = this.settings;
    this.estimate.follow(cpuTdpWatts === null ? undefined : { tdpWatts: cpuTdpWatts, idleWatts: cpuIdleWatts });
  }

  private apply(): void {
    if (!this.isStarted || !this.settings.enabled) this.halt();
    else if (!this.ticking) this.begin();
  }

  private begin(): void {
    const { ticker } = this.options;
    this.ticking = ticker.every(this.isDemanded ? demandedMs : restingMs, () => {
      this.read();
    });
    // At once, so that what was taken until now is not mixed with what comes.
    this.read();
  }

  private halt(): void {
    this.ticking?.stop();
    this.ticking = undefined;
    this.reader.close(this.settings.enabled ? paused : switchedOff);
    this.estimate.stop();
    this.component.stopped();
  }

  private read(): void {
    try {
      this.reader.read(this.isDemanded);
      this.component.running();
    } catch (error) {
      const reason = `Reading power failed in a way that was not foreseen (${String(error)}). Power and energy are missing meanwhile; the monitor tries again by itself. If it stays that way, please report it.`;
      this.reader.close(reason);
      this.component.degraded(reason);
    }
    this.estimate.feed(this.options.clock.monotonic(), this.reader.isCpuMeasured);
  }

  private get component(): ReturnType<Components['open']> {
    return this.options.components.open(this.id);
  }
}
