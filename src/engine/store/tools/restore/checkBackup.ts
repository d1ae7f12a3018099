import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { clauseOf } from '../../../../protocol/messageOf';
import { JobFailure } from '../jobContext';
import { manifestName, mostManifestBytes, parseManifest, type BackupEntry } from '../backup/manifest';

/** Entries of an archive, the list of files among them. */
const mostEntries = 100_001;

/** A file of a backup as both the archive and its list of files tell it. */
export interface CheckedEntry extends BackupEntry {
  readonly entry: Entry;
}

/** An archive whose list of files fits what it holds; contents are checked as they are read. */
export interface OpenBackup {
  readonly entries: readonly CheckedEntry[];
  /** The content of one file, part by part. @throws JobFailure when it is not what the backup was made of. */
  content(entry: CheckedEntry): AsyncGenerator<Uint8Array>;
  close(): void;
}

/**
 * Opens a backup and compares what it holds with its own list: every file once, none besides, each of the size that it
 * should have. Files are stored as they are, so that nothing grows while it is unpacked.
 * @throws JobFailure saying what is wrong; nothing was written.
 */
export async function openBackup(file: string): Promise<OpenBackup> {
  const zip = await openZip(file);
  try {
    const found = await entriesIn(zip);
    const manifestEntry = found.get(manifestName);
    if (!manifestEntry || manifestEntry.uncompressedSize > mostManifestBytes)
      throw refused('it has no list of its files');
    const parts: Uint8Array[] = [];
    for await (const part of bytesOf(zip, manifestEntry)) parts.push(part);
    const { files } = parseManifest(Buffer.concat(parts).toString('utf8'));
    found.delete(manifestName);
    const entries = files.map((each) => {
      const entry = found.get(each.name);
      if (entry?.uncompressedSize !== each.bytes) throw refused(`${each.name} is missing or cut short`);
      return { ...each, entry };
    });
    if (found.size !== entries.length) throw refused('it holds files that are not in its list');
    return {
      entries,
      content: (entry) => checkedContent(zip, entry),
      close: () => {
        zip.close();
      },
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function openZip(file: string): Promise<ZipFile> {
  try {
    // To open a pipe would wait for somebody to write into it, for ever.
    if (!(await stat(file)).isFile()) throw new Error('it is no plain file');
    return await openPromise(file, { autoClose: false, lazyEntries: true, strictFileNames: true });
  } catch (error) {
    throw refused(`it cannot be opened as an archive (${clauseOf(error)})`, error);
  }
}

async function entriesIn(zip: ZipFile): Promise<Map<string, Entry>> {
  if (zip.entryCount > mostEntries) throw refused(`it says that it holds ${zip.entryCount} files`);
  const found = new Map<string, Entry>();
  let bytes = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.compressionMethod !== 0 || entry.isEncrypted())
        throw refused(`${entry.fileName} is compressed or encrypted, which backups are not`);
      bytes += entry.uncompressedSize;
      // Entries that share their bytes would unpack to more than the archive is.
      if (bytes > zip.fileSize) throw refused('its files are larger than the archive itself');
      if (found.has(entry.fileName)) throw refused(`${entry.fileName} is in it twice`);
      found.set(entry.fileName, entry);
    }
  } catch (error) {
    throw error instanceof JobFailure ? error : refused(clauseOf(error), error);
  }
  return found;
}

async function* checkedContent(zip: ZipFile, { entry, name, sha256 }: CheckedEntry): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const part of bytesOf(zip, entry)) {
    hash.update(part);
    yield part;
  }
  if (hash.digest('hex') !== sha256) throw refused(`${name} was changed after the backup was made`);
}

async function* bytesOf(zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  try {
    for await (const part of await zip.openReadStreamPromise(entry)) yield part as Uint8Array;
  } catch (error) {
    throw refused(`${entry.fileName} cannot be read (${clauseOf(error)})`, error);
  }
}

function refused(why: string, cause?: unknown): JobFailure {
  return new JobFailure(
    `The backup cannot be restored: ${why}. Nothing was changed. Choose another backup, or make this one again.`,
    { cause },
  );
}
