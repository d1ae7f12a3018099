import type { Config, RuntimeSetting } from '../../../protocol/settings';

/** The settings that concern runtimes. */
export interface RuntimeSettings {
  readonly enabled: boolean;
  /** Readings per second of a busy runtime, at most. */
  readonly sampleRate: number;
  readonly runtimes: readonly RuntimeSetting[];
  /** Whether to look for runtimes that are not configured. */
  readonly discover: boolean;
}

export const runtimeSettingsOf = (config: Config): RuntimeSettings => ({
  enabled: config['collectors.model.enabled'],
  sampleRate: config['collectors.model.sampleRate'],
  runtimes: config.runtimes,
  discover: config.runtimeDiscovery,
});
