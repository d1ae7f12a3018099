import { randomBytes } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';

const unfinished = /^\.[0-9a-f]{12}\.tmp$/;

/** Whether a name is that of what is left of a file when its writer was killed. */
export function isUnfinished(name: string, ofFile: string): boolean {
  return name.startsWith(ofFile) && unfinished.test(name.slice(ofFile.length));
}

/**
 * Writes a file that only its owner can read; readers see the old content or the new, never a part.
 * @throws Error of the file system; the old content is left as it was.
 */
export async function writeAtomically(file: string, content: string): Promise<void> {
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await writeFile(temporary, content, { mode: 0o600, flag: 'wx' });
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
