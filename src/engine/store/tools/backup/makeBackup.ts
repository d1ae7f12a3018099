import { createHash } from 'node:crypto';
import path from 'node:path';
import type { StoreJobResults } from '../../../../protocol/storeJobs';
import { crc32 } from '../../codec/crc32';
import { schemaVersion } from '../../segments/segmentSchema';
import { FolderChanged } from '../../upkeep/folderErrors';
import type { SegmentFile } from '../../upkeep/folderFiles';
import type { StoreFolder } from '../../upkeep/storeFolder';
import { goOn, JobFailure, type JobContext } from '../jobContext';
import { writeWhole } from '../partFile';
import { readStored } from '../readStored';
import { backupFormat, backupVersion, manifestName, type BackupEntry, type BackupManifest } from './manifest';
import { mostSideBytes, sideFiles } from './sideFiles';
import { writeZip, type ZipEntry } from './zipWriter';

/** A file of the data folder that goes into the archive. */
interface Source {
  readonly name: string;
  /** @throws FolderChanged when it is gone, or damaged and set aside for that. */
  readonly read: () => Promise<Uint8Array>;
}

/**
 * Puts the whole store and the user's own files into one archive. Files of the store never change once they have their
 * name, so that a backup of a running monitor is consistent: all that was measured until it began.
 * @throws JobFailure; error of the disk. The archive has its name only when it is complete.
 */
export async function makeBackup(file: string, context: JobContext): Promise<StoreJobResults['backup']> {
  const { folder } = context;
  if (isInside(folder.dataDir, file) && path.dirname(file) !== path.join(folder.dataDir, 'backups'))
    throw new JobFailure(
      `${file} lies in the data folder itself. Nothing was written. Choose another place, or the folder backups in it.`,
    );
  context.progress({ step: 'Closing the journal' });
  await context.rotate();
  return folder.whileItLasts(async () => {
    await folder.refresh();
    const sources = await sourcesOf(folder);
    return writeWhole(folder.disk, file, async (part) => {
      const kept: BackupEntry[] = [];
      const archived = entriesOf(sources, kept, context);
      await writeZip(part, archived, context.now(), context.signal);
      return { file, files: kept.length, bytes: part.bytes };
    });
  });
}

async function sourcesOf(folder: StoreFolder): Promise<Source[]> {
  const { disk, dataDir } = folder;
  const sources: Source[] = [];
  for (const name of sideFiles)
    if ((await disk.size(path.join(dataDir, name))) !== undefined)
      sources.push({ name, read: () => disk.read(path.join(dataDir, name), mostSideBytes) });
  for (const segment of folder.segments())
    sources.push({ name: segment.file, read: () => readSegment(folder, segment) });
  for (const journal of folder.journals())
    sources.push({
      name: journal.file,
      read: async () => {
        const { goodBytes } = await folder.journal(journal);
        const bytes = await readStored(folder, journal.file);
        return bytes.subarray(0, goodBytes);
      },
    });
  return sources;
}

function entriesOf(sources: readonly Source[], kept: BackupEntry[], context: JobContext): ZipEntry[] {
  const entries: ZipEntry[] = [];
  for (const [index, { name, read }] of sources.entries())
    entries.push({
      name,
      content: async () => {
        goOn(context);
        context.progress({ step: `Copying ${name}`, share: index / sources.length });
        const bytes = await read();
        kept.push({ name, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') });
        return bytes;
      },
    });
  entries.push({
    name: manifestName,
    content: () => {
      const manifest: BackupManifest = {
        format: backupFormat,
        version: backupVersion,
        schemaVersion,
        created: new Date(context.now()).toISOString(),
        files: kept,
      };
      return Promise.resolve(Buffer.from(JSON.stringify(manifest, undefined, 1)));
    },
  });
  return entries;
}

/** What is damaged must not take the place of a good copy when the backup is restored. */
async function readSegment(folder: StoreFolder, segment: SegmentFile): Promise<Uint8Array> {
  const bytes = await readStored(folder, segment.storedAs);
  if (crc32(bytes) === segment.crc) return bytes;
  // Opening it sets it aside and reports it; the backup then begins anew without it.
  await folder.use(segment, () => undefined);
  throw new FolderChanged(segment.file);
}

function isInside(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative);
}
