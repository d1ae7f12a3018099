import type { Config, systemMetricGroups } from '../../../protocol/settings';

export type SystemMetricGroup = (typeof systemMetricGroups)[number];

/** The settings that the system collector follows. */
export interface SystemSettings {
  /** Readings a second of CPU, memory and disks, 0.1 to 10. */
  readonly systemHz: number;
  /** Readings a second of network interfaces and loopback, 0.1 to 10. */
  readonly networkHz: number;
  readonly groups: ReadonlySet<SystemMetricGroup>;
}

/** The collector's slice of the configuration. Network interfaces have a switch of their own. */
export function systemSettingsOf(config: Config): SystemSettings {
  const groups = config['collectors.system.metrics'].filter((group) =>
    group === 'network' ? config['collectors.network.enabled'] : config['collectors.system.enabled'],
  );
  return {
    systemHz: config['collectors.system.sampleRate'],
    networkHz: config['collectors.network.sampleRate'],
    groups: new Set(groups),
  };
}
