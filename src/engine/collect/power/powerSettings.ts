import type { Config } from '../../../protocol/settings';

/** The settings that the power collector follows. */
export interface PowerSettings {
  readonly enabled: boolean;
  /** Rated power of the CPU, watts; null where no estimate is wanted. */
  readonly cpuTdpWatts: number | null;
  /** Power of the idle CPU, watts; null for a tenth of the rated power. */
  readonly cpuIdleWatts: number | null;
}

/** The collector's slice of the configuration. */
export function powerSettingsOf(config: Config): PowerSettings {
  return {
    enabled: config['collectors.system.enabled'] && config['collectors.system.metrics'].includes('power'),
    cpuTdpWatts: given(config['energy.cpuTdpWatts']),
    cpuIdleWatts: given(config['energy.cpuIdleWatts']),
  };
}

/** 0 stands for a figure that was not given. */
const given = (watts: number): number | null => (watts > 0 ? watts : null);
