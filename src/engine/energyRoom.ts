import type { MetricId } from '../protocol/catalogue';
import type { Origin } from '../protocol/metric';
import type { Config } from '../protocol/settings';
import type { Clock } from './clock';
import type { Sink } from './collect/collector';
import { GpuCollector } from './collect/gpu/gpuCollector';
import { PowerCollector } from './collect/power/powerCollector';
import { powerSettingsOf } from './collect/power/powerSettings';
import type { Components } from './components';
import { EnergyAccount } from './energy/energyAccount';
import { EnergyLedger } from './energy/energyLedger';
import type { Work } from './energy/work';
import type { Ticker } from './ticker';

export interface EnergyRoomOptions {
  readonly config: Config;
  readonly ticker: Ticker;
  readonly clock: Clock;
  readonly components: Components;
  /** Among whom energy is shared. */
  readonly work: Work;
  /** Share of the CPU that is busy, 0 to 1; NaN while it is not known. */
  readonly cpuLoad: () => number;
}

/** Who wants to know about power and GPUs now. */
export interface EnergyDemand {
  /** A view shows them. */
  readonly isViewed: boolean;
  /** A model is ready or at work. */
  readonly hasModel: boolean;
  /** Somebody looks at processes. */
  readonly showsProcesses: boolean;
}

/** Shown beside the GPU's other figures while processes are looked at. */
export const gpuProcessMetric: MetricId = 'system.process_gpu_memory_bytes';

/** Everything about GPUs, power and energy: the readers, the account of joules, and who they are attributed to. */
export class EnergyRoom {
  private readonly account: EnergyAccount;
  private readonly ledger: EnergyLedger;
  private readonly gpus: GpuCollector;
  private readonly power: PowerCollector;
  private demand: EnergyDemand = { isViewed: false, hasModel: false, showsProcesses: false };

  constructor({ config, ticker, clock, components, work, cpuLoad }: EnergyRoomOptions) {
    this.account = new EnergyAccount({ ticker, clock });
    const enabled = config['collectors.model.energyCalculation'];
    this.ledger = new EnergyLedger({ ticker, clock, source: this.account, work, enabled });
    const domains = this.account;
    this.gpus = new GpuCollector({ ticker, clock, components, domains, ...gpuSettingsOf(config) });
    this.power = new PowerCollector({
      ticker,
      clock,
      components,
      domains,
      cpuLoad,
      settings: powerSettingsOf(config),
    });
  }

  start(sink: Sink): void {
    this.gpus.start(sink);
    this.power.start();
    this.ledger.start();
    // Last, so that the whole is written as it was when it was shared.
    this.account.start(sink);
  }

  stop(): void {
    this.ledger.stop();
    this.power.stop();
    this.gpus.stop();
    this.account.stop();
  }

  configure(config: Config): void {
    this.ledger.setEnabled(config['collectors.model.energyCalculation']);
    this.gpus.configure(gpuSettingsOf(config));
    this.power.configure(powerSettingsOf(config));
  }

  setDemand(demand: EnergyDemand): void {
    const { isViewed, hasModel, showsProcesses } = demand;
    const { isViewed: wasViewed, hasModel: hadModel, showsProcesses: showedProcesses } = this.demand;
    if (isViewed === wasViewed && hasModel === hadModel && showsProcesses === showedProcesses) return;
    this.demand = demand;
    this.gpus.setDemanded(isViewed || hasModel, isViewed);
    this.gpus.setProcessesDemanded(showsProcesses);
    this.power.setDemanded(isViewed || hasModel);
  }

  /** What the energy that is shared covers and how it is got; undefined while there is none. */
  get origin(): Origin | undefined {
    return this.account.origin;
  }
}

function gpuSettingsOf(config: Config): { readonly enabled: boolean; readonly ratedWatts: number | null } {
  const isWanted = config['collectors.system.enabled'] && config['collectors.system.metrics'].includes('gpu');
  const ratedWatts = config['energy.gpuRatedWatts'];
  return { enabled: isWanted && config['collectors.gpu.enabled'], ratedWatts: ratedWatts > 0 ? ratedWatts : null };
}
