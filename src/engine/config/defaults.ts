import { settingKeys, settings, type Config } from '../../protocol/settings';

/** The configuration of someone who set nothing. */
export function defaults(): Config {
  return Object.fromEntries(settingKeys.map((key) => [key, settings[key].default])) as Config;
}
