import type { Config } from '../protocol/settings';

/** Whether windows and pages may measure how they feel to their user. */
export function measuresUx(config: Pick<Config, 'enabled' | 'collectors.ux.enabled'>): boolean {
  return config.enabled && config['collectors.ux.enabled'];
}
