import path from 'node:path';
import type { StoreJobResults } from '../../../../protocol/storeJobs';
import type { JobContext } from '../jobContext';
import { timeStamp } from '../timeStamp';
import { makeBackup } from './makeBackup';

const own = /^auto-\d{8}T\d{6}Z\.zip$/;

/**
 * A backup of the monitor's own accord, after which only the newest such ones are kept. Those that people made are
 * never touched, and the older ones go only when the new one is complete.
 * @param keep How many, the new one included.
 */
export async function scheduledBackup(keep: number, context: JobContext): Promise<StoreJobResults['backup']> {
  const { disk, dataDir } = context.folder;
  const backups = path.join(dataDir, 'backups');
  const made = await makeBackup(path.join(backups, `auto-${timeStamp(context.now())}.zip`), context);
  const names = (await disk.list(backups)).filter((name) => own.test(name)).sort();
  for (const name of names.slice(0, -keep)) await disk.remove(path.join(backups, name));
  return made;
}

/** When the newest backup of the monitor's own accord was made, ms since 1970; undefined when there is none. */
export function lastScheduled(names: readonly string[]): number | undefined {
  const newest = names
    .filter((name) => own.test(name))
    .sort()
    .at(-1);
  const iso = newest?.replace(/^auto-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.zip$/, '$1-$2-$3T$4:$5:$6Z');
  return iso === undefined ? undefined : Date.parse(iso);
}
