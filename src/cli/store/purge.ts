import type { PurgeTarget } from '../../protocol/storeJobs';
import { wrongUsage } from '../failure';
import { dataDirOption, type OptionValues, type Verb } from '../verb';
import { momentOf, textOf } from '../words';
import { dataDirOf, writingJob } from './jobs';

export const purge: Verb = {
  meaning: 'Removes what is recorded of a session, before a date, or everything, for good. Backups are not touched.',
  options: {
    session: { type: 'string', value: 'S', meaning: 'Remove this session' },
    before: { type: 'string', value: 'DATE', meaning: 'Remove everything earlier than this date or time' },
    all: { type: 'boolean', meaning: 'Remove everything' },
    yes: { type: 'boolean', meaning: 'Really do it' },
    'data-dir': dataDirOption,
  },
  run: async (values, surroundings) => {
    const what = targetOf(values);
    if (values['yes'] !== true)
      throw wrongUsage('This removes what is recorded for good. Add --yes to really do it', 'purge');
    const command = { action: 'purge', ...(what === 'all' ? { all: true } : what) };
    const dataDir = await dataDirOf(values, surroundings);
    const result = await writingJob({ kind: 'purge', what }, command, dataDir, surroundings);
    const { backups } = result;
    if (Array.isArray(backups) && backups.length > 0)
      surroundings.err(`These may still hold it, and were not touched: ${backups.join(', ')}.`);
    surroundings.out(JSON.stringify(result));
  },
};

function targetOf(values: OptionValues): PurgeTarget {
  const session = textOf(values, 'session');
  const before = textOf(values, 'before');
  const targets: PurgeTarget[] = [
    ...(session === undefined ? [] : [{ session }]),
    ...(before === undefined ? [] : [{ before: momentOf(before, 'before', Date.now(), 'purge') }]),
    ...(values['all'] === true ? (['all'] as const) : []),
  ];
  const [target] = targets;
  if (target === undefined || targets.length > 1)
    throw wrongUsage('Say what to remove with one of --session, --before and --all', 'purge');
  if (session !== undefined && !/^\d{8}T\d{6}Z-\d{8}$/.test(session))
    throw wrongUsage('--session takes a session as list names it, such as 20261121T143000Z-00000003', 'purge');
  return target;
}
