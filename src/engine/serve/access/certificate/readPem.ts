import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

const mostBytes = 256 * 1024;
/** A pipe in the place of the file is opened without waiting for its other end. Windows does not know the flag. */
const careful = process.platform === 'win32' ? constants.O_RDONLY : constants.O_RDONLY | constants.O_NONBLOCK;

/** A PEM file of at most 256 KiB. @throws Error of the file system, or when it is larger or no file. */
export async function readPem(file: string): Promise<string> {
  const handle = await open(file, careful);
  try {
    const stats = await handle.stat();
    if (!stats.isFile() || stats.size > mostBytes)
      throw new Error(`${file} is not a file of at most ${mostBytes / 1024} KiB`);
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}
