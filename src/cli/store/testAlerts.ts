import path from 'node:path';
import { readRuleText } from '../../engine/alerts/file/readRuleText';
import { ruleFileName } from '../../engine/alerts/file/ruleWatch';
import { parseConfig } from '../../engine/config/parseConfig';
import type { RuleTest, RuleTestReport } from '../../protocol/alerts';
import type { RuleProblem } from '../../protocol/rules/ruleFile';
import { messageOf } from '../../protocol/messageOf';
import { Failure } from '../failure';
import { table } from '../table';
import { timeSpanOf } from '../timeSpan';
import { dataDirOption, type Verb } from '../verb';
import { textOf } from '../words';
import { dataDirOf, readingJob } from './jobs';

const defaultReachMs = 86_400_000;

export const testAlerts: Verb = {
  meaning: 'Goes through the recorded past with alert rules and tells when each would have fired.',
  options: {
    rules: { type: 'string', value: 'FILE', meaning: 'Rule file (default: the one of the data folder)' },
    from: { type: 'string', value: 'T', meaning: 'From this time on, such as 2026-11-21 or -7d (default: -24h)' },
    to: { type: 'string', value: 'T', meaning: 'Up to this time (default: now)' },
    json: { type: 'boolean', meaning: 'Print JSON' },
    'data-dir': dataDirOption,
  },
  run: async (values, surroundings) => {
    const span = timeSpanOf(values, defaultReachMs, 'test-alerts');
    const dataDir = await dataDirOf(values, surroundings);
    const file = path.resolve(textOf(values, 'rules') ?? path.join(dataDir, ruleFileName));
    const job = {
      kind: 'testAlerts',
      rules: await read(file),
      ...span,
      config: parseConfig({}).config,
    } as const;
    const report = await readingJob(job, dataDir, surroundings);
    surroundings.out(values['json'] === true ? JSON.stringify(report) : readable(report));
    const bad = report.problems.filter(({ weight }) => weight === 'error').length;
    if (bad > 0)
      throw new Failure(
        `${bad} ${bad === 1 ? 'mistake makes a rule' : 'mistakes make rules'} unusable in ${file}. Correct the lines above.`,
      );
  },
};

async function read(file: string): Promise<string> {
  const found = await readRuleText(file, undefined).catch((error: unknown) => {
    throw new Failure(`${file} cannot be read (${messageOf(error)}). Name another one with --rules.`);
  });
  if (found.kind === 'text') return found.text;
  const why = found.kind === 'unreadable' ? found.reason : 'It is not there.';
  throw new Failure(`${file} cannot be used. ${why} Name a rule file with --rules.`);
}

function readable({ from, to, recordedMs, rules, problems }: RuleTestReport): string {
  const lines = [
    `${moment(from)} to ${moment(to)}, of which ${hours(recordedMs)} were recorded`,
    ...problems.map(problemLine),
  ];
  const rows = rules.map(({ rule, count, share, firings, reason }) => [
    rule,
    count === 1 ? 'once' : `${count} times`,
    `${(share * 100).toFixed(1)} %`,
    lastOf(firings),
    reason ?? '',
  ]);
  if (rows.length > 0) lines.push('', table([['rule', 'fired', 'of that time', 'last', 'note'], ...rows]));
  return lines.join('\n');
}

function problemLine({ weight, line, column, message }: RuleProblem): string {
  return `${weight}: line ${line}, column ${column}: ${message}`;
}

function lastOf(firings: RuleTest['firings']): string {
  const last = firings.at(-1);
  return last ? `${moment(last.from)} ${last.message}` : '';
}

function hours(ms: number): string {
  return `${(ms / 3_600_000).toFixed(1)} h`;
}

function moment(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
