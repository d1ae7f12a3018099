import { settingKeys, settings, type Config, type SettingKey } from '../../protocol/settings';
import type { EventData } from '../store/events/eventSchemas';

type Value = EventData['config.changed']['from'][string];

/**
 * What changed between two configurations; undefined when nothing did. Values are told of flags, numbers and choices
 * only: paths, addresses and whatever else can be typed freely may be private.
 */
export function configChange(before: Config, after: Config): EventData['config.changed'] | undefined {
  const keys = settingKeys.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
  if (keys.length === 0) return undefined;
  const told = keys.filter(isChoice);
  return { keys, from: valuesOf(before, told), to: valuesOf(after, told) };
}

function valuesOf(config: Config, keys: readonly SettingKey[]): Record<string, Value> {
  return Object.fromEntries(keys.map((key) => [key, config[key] as Value]));
}

interface Schema {
  readonly type: string;
  /** Of a list. */
  readonly item?: Schema;
}

function isChoice(key: SettingKey): boolean {
  return isChoiceSchema(settings[key].schema);
}

function isChoiceSchema({ type, item }: Schema): boolean {
  if (type === 'array') return item !== undefined && isChoiceSchema(item);
  return type === 'boolean' || type === 'number' || type === 'picklist';
}
