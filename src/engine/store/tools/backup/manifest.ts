import * as v from 'valibot';
import { parseJournalName } from '../../journal/journalName';
import { parseSegmentName } from '../../segments/segmentName';
import { schemaVersion as segmentSchemaVersion } from '../../segments/segmentSchema';
import { JobFailure } from '../jobContext';
import { sideFiles } from './sideFiles';

export const manifestName = 'manifest.json';
export const backupFormat = 'wirthforge-backup';
export const backupVersion = 1;

/** More than a hundred years of segments. */
const mostFiles = 100_000;
export const mostManifestBytes = 32 * 1024 * 1024;

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Read first, and alone, so that a newer backup is told from a broken one. */
const versions = v.object({
  format: v.literal(backupFormat),
  version: v.pipe(whole, v.minValue(1)),
  schemaVersion: whole,
});

const manifestSchema = v.object({
  ...versions.entries,
  created: v.pipe(v.string(), v.isoTimestamp()),
  files: v.pipe(
    v.array(
      v.object({
        name: v.pipe(v.string(), v.maxLength(200), v.check(isBackupName)),
        bytes: whole,
        sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
      }),
    ),
    v.maxLength(mostFiles),
    v.check((files) => new Set(files.map(({ name }) => name)).size === files.length),
  ),
});

/** What a backup says of itself. */
export type BackupManifest = v.InferOutput<typeof manifestSchema>;
export type BackupEntry = BackupManifest['files'][number];

/** Whether a name (with `/`) is one that a backup may hold: nothing leads out of the data folder. */
export function isBackupName(name: string): boolean {
  if (sideFiles.some((file) => file === name)) return true;
  const [folder, base = '', ...more] = name.split('/');
  if (more.length > 0) return false;
  if (folder === 'journal') return parseJournalName(base) !== undefined;
  return folder === 'segments' && parseSegmentName(base) !== undefined;
}

/** @throws JobFailure when it is no manifest, or of a newer version. */
export function parseManifest(text: string): BackupManifest {
  const json = parsedJson(text);
  const known = v.safeParse(versions, json);
  if (!known.success)
    throw new JobFailure('The file is no backup of Wirthforge Monitor. Nothing was changed. Choose another file.');
  const { version, schemaVersion } = known.output;
  if (version > backupVersion || schemaVersion > segmentSchemaVersion)
    throw new JobFailure(
      'The backup was made by a newer version of Wirthforge Monitor, which this one cannot read. Nothing was changed. Update the extension and restore again.',
    );
  const parsed = v.safeParse(manifestSchema, json);
  if (parsed.success) return parsed.output;
  throw new JobFailure(
    'The list of files in the backup is damaged or names files that are not the store’s. Nothing was changed. Choose another backup.',
  );
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON is one more way of being no manifest.
    return undefined;
  }
}
