import type { SessionInfo } from '../../protocol/storeJobs';
import { wrongUsage } from '../failure';
import { table } from '../table';
import { dataDirOption, type OptionValues, type Verb } from '../verb';
import { textOf } from '../words';
import { dataDirOf, readingJob } from './jobs';

const mostSessions = 10_000;

export const list: Verb = {
  meaning: 'Lists the sessions that are recorded, newest first.',
  options: {
    limit: { type: 'string', value: 'N', meaning: 'Most sessions to list (default 20)' },
    json: { type: 'boolean', meaning: 'Print JSON' },
    'data-dir': dataDirOption,
  },
  run: async (values, surroundings) => {
    const limit = limitOf(values);
    const dataDir = await dataDirOf(values, surroundings);
    const { sessions } = await readingJob({ kind: 'sessions', limit }, dataDir, surroundings);
    surroundings.out(values['json'] === true ? JSON.stringify({ sessions }) : table([heading, ...sessions.map(rowOf)]));
  },
};

const heading = ['session', 'began', 'ended', 'end', 'events', 'requests', 'tokens in', 'tokens out', 'energy'];

function rowOf(info: SessionInfo): string[] {
  return [
    info.id,
    new Date(info.startedAt).toISOString(),
    info.endedAt === undefined ? 'goes on' : new Date(info.endedAt).toISOString(),
    info.end ?? '',
    ...[info.events, info.requests, info.inputTokens, info.outputTokens].map(String),
    `${info.energyJoules.toFixed(1)} J`,
  ];
}

function limitOf(values: OptionValues): number {
  const text = textOf(values, 'limit') ?? '20';
  const limit = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= mostSessions) return limit;
  throw wrongUsage(`--limit takes a whole number from 1 to ${mostSessions}`, 'list');
}
