import { lstat, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from './folderErrors';

const dayMs = 86_400_000;

/**
 * Removes the files in the exports folder that were last written more than `days` ago (0: never). Folders and links in
 * it are left alone.
 * @param now Milliseconds since 1970.
 */
export async function removeOldExports(
  dataDir: string,
  days: number,
  now: number,
): Promise<{ files: number; bytes: number }> {
  const removed = { files: 0, bytes: 0 };
  if (days === 0) return removed;
  const folder = path.join(dataDir, 'exports');
  for (const name of await namesIn(folder)) {
    const file = path.join(folder, name);
    const found = await lstat(file).catch(unlessGone);
    if (!found?.isFile() || found.mtimeMs >= now - days * dayMs) continue;
    await rm(file, { force: true });
    removed.files++;
    removed.bytes += found.size;
  }
  return removed;
}

async function namesIn(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(unlessGone)) ?? [];
}

/** What is gone already need not be removed. */
function unlessGone(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT') throw error;
}
