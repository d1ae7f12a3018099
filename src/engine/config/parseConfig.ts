import { settingKeys, settings, type Config, type SettingKey } from '../../protocol/settings';
import { checkValue, shown, type Problem } from './checkValue';
import { defaults } from './defaults';

export interface ParsedConfig {
  readonly config: Config;
  readonly problems: readonly Problem[];
}

/** More would only repeat themselves. */
const mostProblems = 50;

/**
 * Reads a configuration nested by the dots of its keys: `{"collectors":{"system":{"sampleRate":5}}}`. Nothing in it is
 * fatal: what cannot be used leaves the last good value in force and is told.
 */
export function parseConfig(json: unknown, lastGood: Config = defaults()): ParsedConfig {
  const values = new Map<SettingKey, unknown>();
  const problems: Problem[] = [];
  const report = (path: string, message: string): void => {
    problems.push({ path: printable(path), message });
  };

  const walkGroup = (path: string, value: unknown): void => {
    if (!isObject(value)) {
      const place = path === '' ? 'A configuration' : 'This';
      report(path, `${place} is an object of settings, not ${shown(value)}. The settings in it keep their values.`);
      return;
    }
    for (const [name, inner] of Object.entries(value)) walk(path === '' ? name : `${path}.${name}`, inner);
  };
  // Depth is bounded by the settings' own names: nothing but their beginnings is followed.
  const walk = (path: string, value: unknown): void => {
    if (isSettingKey(path)) take(path, value);
    else if (isGroup(path)) walkGroup(path, value);
    else report(path, `There is no setting of this name, so it changes nothing.${alike(path)}`);
  };
  const take = (key: SettingKey, value: unknown): void => {
    const checked = checkValue(key, value, lastGood[key]);
    if ('problem' in checked) problems.push(checked.problem);
    else values.set(key, checked.value);
  };

  walkGroup('', json);
  // Each value is either the output of its own schema or was so before.
  const config = Object.fromEntries(settingKeys.map((key) => [key, values.get(key) ?? lastGood[key]])) as Config;
  return { config, problems: bounded(problems) };
}

function isSettingKey(path: string): path is SettingKey {
  return Object.hasOwn(settings, path);
}

function isGroup(path: string): boolean {
  return settingKeys.some((key) => key.startsWith(`${path}.`));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A name from a file, safe to print: short and without control characters. */
function printable(path: string): string {
  const plain = path.replace(/\p{C}/gu, '\uFFFD');
  return plain.length > 100 ? `${plain.slice(0, 99)}…` : plain;
}

/** Names the one setting that ends alike, for keys that moved or are in the wrong group. */
function alike(path: string): string {
  const last = path.slice(path.lastIndexOf('.') + 1);
  const found = settingKeys.filter((key) => key.slice(key.lastIndexOf('.') + 1) === last);
  return found.length === 1 ? ` Did you mean ${found[0]!}?` : '';
}

function bounded(problems: readonly Problem[]): readonly Problem[] {
  const more = problems.length - mostProblems;
  if (more <= 0) return problems;
  return [
    ...problems.slice(0, mostProblems),
    { path: '', message: `${more} more settings in it were not taken over.` },
  ];
}
