import path from 'node:path';
import { fromSegmentFile, toSegmentFile } from '../../segments/segmentFile';
import { SegmentReader } from '../../segments/segmentReader';
import { schemaVersion } from '../../segments/segmentSchema';
import { SqliteError, type Sqlite } from '../../segments/sqlite';
import { breathe } from '../../upkeep/breathe';
import type { SegmentFile } from '../../upkeep/folderFiles';
import { makeBackup } from '../backup/makeBackup';
import { JobFailure, type JobContext } from '../jobContext';
import { readStored } from '../readStored';
import { timeStamp } from '../timeStamp';
import { leftAlone } from './leftAlone';
import { migrations, type SchemaMigration } from './migrations';

/** What moving to a newer schema did. */
export interface MigrationReport {
  readonly segments: number;
  /** The backup that was made before anything changed; none when nothing had to. */
  readonly backup: string | undefined;
}

/**
 * Brings every segment of an older schema to the newest one, each as one change of the folder, after a backup of all.
 * Interrupted, it goes on where it was when it is called again. Runs before anything reads the segments.
 * @param newest The version to reach. @param steps How to get there.
 * @throws JobFailure when a step is missing or does not lead to a whole segment; that segment is left as it was.
 */
export async function migrateStore(
  context: JobContext,
  newest: number = schemaVersion,
  steps: readonly SchemaMigration[] = migrations,
): Promise<MigrationReport> {
  // Nothing older was ever written then, and to learn the version of each segment costs reading all of them.
  if (steps === migrations && steps.length === 0) return { segments: 0, backup: undefined };
  const { folder, now, signal } = context;
  const old: SegmentFile[] = [];
  for (const segment of folder.segments()) {
    await breathe(signal);
    if ((await versionIn(context, segment)) < newest) old.push(segment);
  }
  if (old.length === 0) return { segments: 0, backup: undefined };
  const backup = path.join(folder.dataDir, 'backups', `before-migration-${timeStamp(now())}.zip`);
  await makeBackup(backup, context);
  for (const [index, segment] of old.entries()) {
    await breathe(signal);
    context.progress({ step: `Moving ${segment.file} to the new format`, share: index / old.length });
    await migrateSegment(context, segment, newest, steps);
  }
  return { segments: old.length, backup };
}

async function migrateSegment(
  { folder }: JobContext,
  segment: SegmentFile,
  newest: number,
  steps: readonly SchemaMigration[],
): Promise<void> {
  const { sqlite, cipher, sealing } = folder;
  const name = path.posix.basename(segment.file);
  let database = fromSegmentFile(await readStored(folder, segment.storedAs), name, cipher);
  for (let version = versionOf(sqlite, database); version < newest; version++) {
    const step = steps.find(({ from }) => from === version);
    if (!step) throw noStep(segment, version);
    database = Buffer.from(step.convert(sqlite, database));
    if (versionOf(sqlite, database) !== version + 1) throw noStep(segment, version);
  }
  // A copy: an open database may write into its bytes.
  const reader = SegmentReader.open(sqlite, Buffer.from(database), name);
  try {
    reader.check();
  } finally {
    reader.close();
  }
  await folder.change({ add: [toSegmentFile(database, segment, sealing)], remove: [segment.file] });
}

async function versionIn({ folder }: JobContext, segment: SegmentFile): Promise<number> {
  const bytes = await readStored(folder, segment.storedAs);
  const database = leftAlone(() => fromSegmentFile(bytes, path.posix.basename(segment.file), folder.cipher));
  return database ? versionOf(folder.sqlite, database) : Infinity;
}

/** The schema version that a database says it has; infinite when it says none, for then it is not to be touched. */
function versionOf(sqlite: Sqlite, bytes: Buffer): number {
  const database = sqlite.open(Buffer.from(bytes));
  try {
    const [row] = database.rows("SELECT value FROM meta WHERE key = 'schema_version'");
    const text = row?.[0];
    return typeof text === 'string' && /^\d{1,6}$/.test(text) ? Number(text) : Infinity;
  } catch (error) {
    // No database, though its checksum is right: the check of the store tells of it.
    if (error instanceof SqliteError) return Infinity;
    throw error;
  } finally {
    database.close();
  }
}

function noStep({ file }: SegmentFile, version: number): JobFailure {
  return new JobFailure(
    `${file} has version ${version} of the format, from which this version of Wirthforge Monitor knows no way on. It was left as it is. Update the extension, or restore a backup.`,
  );
}
