import path from 'node:path';
import type { StoreJobResults } from '../../../../protocol/storeJobs';
import type { JobContext } from '../jobContext';
import { timeStamp } from '../timeStamp';
import { makeBackup } from './makeBackup';

const own = /^auto-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.zip$/;

/**
 * A backup of the monitor's own accord, after which only the newest such ones are kept. Those that people made are
 * never touched, and the older ones go only when the new one is complete.
 * @param keep How many, the new one included.
 */
export async function scheduledBackup(keep: number, context: JobContext): Promise<StoreJobResults['backup']> {
  const { disk, dataDir } = context.folder;
  const backups = path.join(dataDir, 'backups');
  const made = await makeBackup(path.join(backups, `auto-${timeStamp(context.now())}.zip`), context);
  for (const name of oldestFirst(await disk.list(backups), context.now()).slice(0, -keep))
    await disk.remove(path.join(backups, name));
  return made;
}

/**
 * When the newest backup of the monitor's own accord was made, ms since 1970; undefined when there is none. One whose
 * time is yet to come was made while the clock was wrong: it is older than all others, and nobody knows by how much.
 * @param now Milliseconds since 1970.
 */
export function lastScheduled(names: readonly string[], now: number): number | undefined {
  const times = names.map(timeOf).filter((time) => time <= now);
  return times.length === 0 ? undefined : Math.max(...times);
}

function oldestFirst(names: readonly string[], now: number): readonly string[] {
  const age = (name: string): number => (timeOf(name) > now ? -Infinity : timeOf(name));
  return names.filter((name) => own.test(name)).sort((a, b) => age(a) - age(b) || (a < b ? -1 : 1));
}

/** NaN for what is no backup of the monitor's own accord. */
function timeOf(name: string): number {
  const [, year, month, day, hour, minute, second] = own.exec(name) ?? [];
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}
