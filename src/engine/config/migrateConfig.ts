import type { SettingKey } from '../../protocol/settings';
import { checkValue } from './checkValue';
import { defaults } from './defaults';
import { parseConfig } from './parseConfig';

type JsonObject = Record<string, unknown>;

/** One value that has another name now. */
export interface ConfigMove {
  readonly from: string;
  readonly to: SettingKey;
  readonly before: unknown;
  readonly after: unknown;
}

export interface MigratedConfig {
  /** Nested by the dots of today's keys; what is not known stays where it was. */
  readonly config: Readonly<JsonObject>;
  readonly moves: readonly ConfigMove[];
  /** What needs a look, for people. */
  readonly warnings: readonly string[];
}

interface OldName {
  readonly from: string;
  readonly to: SettingKey;
  /** What makes today's value of the old one, where the unit was another. */
  readonly convert?: (value: unknown) => unknown;
}

const hoursOfSeconds = (value: unknown): unknown => (typeof value === 'number' ? value / 3600 : value);

/** Where older configurations say what now has another name. Of several names of one setting the first counts. */
const oldNames: readonly OldName[] = [
  { from: 'collectors.system.frameBudgetMs', to: 'collectors.frameBudgetMs' },
  { from: 'collectors.model.frameBudgetMs', to: 'collectors.frameBudgetMs' },
  { from: 'server.frameBudgetMs', to: 'collectors.frameBudgetMs' },
  { from: 'frameBudgetMs', to: 'collectors.frameBudgetMs' },
  { from: 'aggregation.flushInterval', to: 'store.flushMs' },
  { from: 'aggregationWindows', to: 'aggregation.windowSizes' },
  { from: 'windowSizes', to: 'aggregation.windowSizes' },
  { from: 'alerts.maxAlertsPerSecond', to: 'alerts.maxPerSecond' },
  { from: 'privacy.retentionPolicy.rawData', to: 'retention.rawDays' },
  { from: 'privacy.retentionPolicy.aggregatedData', to: 'retention.aggregatedDays' },
  { from: 'privacy.retentionPolicy.exportData', to: 'retention.exportDays' },
  { from: 'analytics.retentionDays', to: 'retention.aggregatedDays' },
  { from: 'retentionDays', to: 'retention.aggregatedDays' },
  { from: 'database.backup_interval', to: 'backup.everyHours', convert: hoursOfSeconds },
];

/**
 * A configuration of an older shape with today's keys. A value that today's key does not take, and every key that is
 * not known, stays where it was and is told.
 * @param json Unchecked; left as it is.
 */
export function migrateConfig(json: unknown): MigratedConfig {
  if (!isObject(json))
    return { config: {}, moves: [], warnings: ['The file holds no configuration: it has to be a JSON object.'] };
  const config = structuredClone(json);
  const moves: ConfigMove[] = [];
  const warnings: string[] = [];
  for (const { from, to, convert } of oldNames) {
    const before = read(config, from);
    if (before === undefined) continue;
    const after = convert ? convert(before) : before;
    const checked = checkValue(to, after, defaults()[to], from);
    if ('problem' in checked) {
      warnings.push(`${from} stays as it is: ${checked.problem.message}`);
      continue;
    }
    if (read(config, to) !== undefined) {
      warnings.push(`${from} is taken out: ${to} is set as well, and counts.`);
    } else {
      if (!write(config, to, after)) continue;
      moves.push({ from, to, before, after });
    }
    take(config, from);
  }
  for (const { path, message } of parseConfig(config).problems)
    warnings.push(path === '' ? message : `${path}: ${message}`);
  return { config, moves, warnings };
}

function read(config: JsonObject, path: string): unknown {
  let value: unknown = config;
  for (const name of path.split('.')) {
    if (!isObject(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value;
}

/** @returns Whether there was a place for it: something that is no group may have the group's name. */
function write(config: JsonObject, path: string, value: unknown): boolean {
  const names = path.split('.');
  let group = config;
  for (const name of names.slice(0, -1)) {
    if (!Object.hasOwn(group, name)) group[name] = {};
    const next = group[name];
    if (!isObject(next)) return false;
    group = next;
  }
  group[names.at(-1)!] = value;
  return true;
}

/** Takes a value out, and the groups that it leaves empty. */
function take(group: JsonObject, path: string): void {
  const [name = '', ...rest] = path.split('.');
  const inner = group[name];
  if (rest.length > 0 && isObject(inner)) take(inner, rest.join('.'));
  if (rest.length === 0 || (isObject(inner) && Object.keys(inner).length === 0)) Reflect.deleteProperty(group, name);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
