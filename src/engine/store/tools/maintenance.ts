import type { MaintenanceDepth, StoreJobResults } from '../../../protocol/storeJobs';
import type { JobContext } from './jobContext';
import { removeStale } from './removeStale';
import { migrateStore } from './upgrade/migrateStore';
import { resealSegments, segmentsUnlikeSetting } from './upgrade/resealSegments';
import { validateStore } from './validate/validateStore';

/**
 * Daily: seals, puts together, removes what is kept no longer and what was left over. Weekly: checks everything
 * besides. Monthly: brings all segments to the newest format, encrypted or not as it is set.
 */
export async function maintenance(
  depth: MaintenanceDepth,
  context: JobContext,
): Promise<StoreJobResults['maintenance']> {
  const done: string[] = [];
  context.progress({ step: 'Tidying up' });
  const tidied = await context.upkeep(depth);
  done.push(...tidied.done);
  const stale = await removeStale(context);
  if (stale.files > 0) done.push(`Removed ${stale.files} files that unfinished work had left.`);
  if (depth === 'monthly') done.push(...(await renew(context)));
  if (depth === 'weekly') done.push(...(await unlikeSetting(context)));
  if (depth !== 'daily') done.push(await checked(context));
  if (done.length === 0) done.push('There was nothing to do.');
  return { done, freedBytes: tidied.freedBytes + stale.bytes };
}

async function renew(context: JobContext): Promise<string[]> {
  const done: string[] = [];
  const migrated = await migrateStore(context);
  if (migrated.backup !== undefined)
    done.push(`Moved ${migrated.segments} segments to the newest format, after a backup to ${migrated.backup}.`);
  const { resealed, left } = await resealSegments(context);
  const encrypts = context.folder.sealing !== undefined;
  if (resealed > 0)
    done.push(`${encrypts ? 'Encrypted' : 'Wrote without encryption'} ${resealed} segments, as it is set.`);
  if (left > 0) done.push(`Left ${left} segments as they are: they cannot be opened. Validate the store to see why.`);
  return done;
}

/** What only the monthly depth sets right. */
async function unlikeSetting(context: JobContext): Promise<string[]> {
  const { length } = await segmentsUnlikeSetting(context);
  if (length === 0) return [];
  const what = context.folder.sealing
    ? 'not encrypted, though new ones are'
    : 'still encrypted, though new ones are not';
  return [`${length} segments are ${what}: wirthforge maintenance --monthly writes them anew.`];
}

async function checked(context: JobContext): Promise<string> {
  const { files, problems } = await validateStore(context);
  const losses = problems.filter(({ weight }) => weight === 'loss');
  const first = losses[0];
  if (!first) return `Checked ${files} files: everything can be read.`;
  return `Checked ${files} files and found ${losses.length} that cannot be read as they should. The first: ${first.file}: ${first.what} Validate the store to see all.`;
}
