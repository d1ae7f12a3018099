import { removeOldExports } from './oldExports';
import { daysKept, planRetention } from './planRetention';
import { removeFrom } from './rewrite';
import { expiredSessions } from './sessionAge';
import type { StoreFolder } from './storeFolder';
import { trustedTime } from './trustedTime';
import type { RetentionSettings, UpkeepReport } from '../thread/storeLink';

const dayMs = 86_400_000;

/**
 * Removes what is kept no longer: whole segments by age and size, whole sessions by age, files of exports.
 * @param now Milliseconds since 1970.
 * @throws Error of the disk, or the signal's reason.
 */
export async function retain(
  folder: StoreFolder,
  settings: RetentionSettings,
  now: number,
  signal: AbortSignal,
): Promise<UpkeepReport> {
  const done: string[] = [];
  const time = trustedTime(folder.segments(), now);
  if (time < now) done.push(doubt(time, now));
  let freedBytes = await removeOld(folder, settings, time, done);
  for (const session of await expiredSessions(folder, settings['retention.sessionDays'], time)) {
    signal.throwIfAborted();
    freedBytes += (await removeFrom(folder, { session }, signal)).freedBytes;
    done.push(`Removed session ${session}, which is older than retention.sessionDays allows.`);
  }
  const exports = await removeOldExports(folder.dataDir, settings['retention.exportDays'], time);
  if (exports.files > 0) done.push(`Removed ${exports.files} exports older than retention.exportDays allows.`);
  return { done, freedBytes: freedBytes + exports.bytes };
}

function doubt(time: number, now: number): string {
  const day = (at: number): string => new Date(at).toISOString().slice(0, 10);
  return `Took what is kept for as old as it was on ${day(time)}: the clock leapt from there to ${day(now)}, which is believed once three days have been recorded. If it is wrong, set it.`;
}

async function removeOld(
  folder: StoreFolder,
  settings: RetentionSettings,
  now: number,
  done: string[],
): Promise<number> {
  const sized = [];
  for (const segment of folder.segments()) sized.push({ ...segment, bytes: await folder.bytesOf(segment) });
  const { journal } = await folder.bytesByKind();
  const old = planRetention(sized, settings, now, journal);
  const damaged = folder.damaged().filter(({ kind, to }) => to < now - daysKept(kind, settings) * dayMs);
  if (old.length + damaged.length === 0) return 0;
  let freed = old.reduce((sum, { bytes }) => sum + bytes, 0);
  for (const segment of damaged) freed += await folder.bytesOf(segment);
  await folder.change({ add: [], remove: [...old, ...damaged].map(({ storedAs }) => storedAs) });
  done.push(`Removed ${old.length + damaged.length} segments that are kept no longer.`);
  return freed;
}
