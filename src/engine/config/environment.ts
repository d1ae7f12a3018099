import type { Config, SettingKey } from '../../protocol/settings';
import { checkValue, type Problem } from './checkValue';
import type { ParsedConfig } from './parseConfig';

/** Environment variables of the command line and the numeric setting that each one overrides. */
const variables = {
  WF_MONITORING_PORT: 'server.port',
  WF_FRAME_BUDGET_MS: 'collectors.frameBudgetMs',
  WF_RETENTION_DAYS: 'retention.aggregatedDays',
} as const satisfies Record<string, SettingKey>;

/** The configuration with the environment's word over the file's. An empty variable says nothing. */
export function withEnvironment(
  config: Config,
  environment: Readonly<Record<string, string | undefined>>,
): ParsedConfig {
  const problems: Problem[] = [];
  const overrides: Partial<Record<(typeof variables)[keyof typeof variables], number>> = {};
  for (const [name, key] of Object.entries(variables)) {
    const text = environment[name]?.trim();
    if (text === undefined || text === '') continue;
    const checked = checkValue(key, /^\d+(\.\d+)?$/.test(text) ? Number(text) : text, config[key], name);
    if ('problem' in checked) problems.push(checked.problem);
    else overrides[key] = checked.value;
  }
  return { config: { ...config, ...overrides }, problems };
}
