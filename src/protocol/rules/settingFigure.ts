import type { Config, SettingKey } from '../settings';

/** A setting that a rule compares with; undefined while it is 0, which says that the user set none, or no number. */
export function settingFigure(config: Config, key: SettingKey): number | undefined {
  const value = config[key];
  return typeof value === 'number' && value > 0 ? value : undefined;
}
