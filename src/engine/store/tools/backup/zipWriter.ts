import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { PartFile } from '../partFile';

/** A file of the archive; its content is asked for when its turn comes. */
export interface ZipEntry {
  readonly name: string;
  readonly content: () => Promise<Uint8Array>;
}

/** Owner may read and write. */
const mode = 0o100600;

/**
 * Writes an archive of files that are stored as they are: what the store holds is compressed already. One file at a
 * time is in memory, and none is read before the disk took the one before.
 * @param modified Time of every file, ms since 1970.
 * @throws What an entry's content throws; error of the disk; the reason of the abort.
 */
export async function writeZip(
  part: PartFile,
  entries: readonly ZipEntry[],
  modified: number,
  signal: AbortSignal,
): Promise<void> {
  const zip = new ZipFile();
  // What goes wrong with an entry would else leave the archive waiting for it.
  const failed = new Promise<never>((_, reject) => {
    zip.on('error', reject);
  });
  for (const { name, content } of entries)
    zip.addReadStreamLazy(name, { compress: false, mode, mtime: new Date(modified) }, (give) => {
      if (signal.aborted) {
        give(signal.reason, new Readable());
        return;
      }
      content().then(
        (bytes) => {
          give(null, Readable.from([bytes]));
        },
        (error: unknown) => {
          give(error, new Readable());
        },
      );
    });
  zip.end();
  await Promise.race([failed, copied(zip.outputStream, part, signal)]);
}

async function copied(archive: AsyncIterable<unknown>, part: PartFile, signal: AbortSignal): Promise<void> {
  for await (const chunk of archive) {
    signal.throwIfAborted();
    await part.add(chunk as Uint8Array);
  }
}
