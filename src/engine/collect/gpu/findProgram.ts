import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';

/** Finds a program by its name; undefined where there is none. */
export type FindProgram = () => Promise<string | undefined>;

const mostFolders = 200;

/**
 * The first folder of PATH, then of the others, that holds a program of that name. Relative folders are passed over: what
 * they hold depends on where the editor was started.
 */
export async function findProgram(
  name: string,
  folders: readonly string[],
  searchPath = process.env['PATH'] ?? '',
): Promise<string | undefined> {
  const candidates = [...searchPath.split(path.delimiter).slice(0, mostFolders), ...folders];
  for (const folder of candidates) {
    if (!path.isAbsolute(folder)) continue;
    const file = path.join(folder, name);
    if (await isProgram(file)) return file;
  }
  return undefined;
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    // Not being there is what a search is about.
    return false;
  }
}
