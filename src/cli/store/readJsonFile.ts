import { readFile, stat } from 'node:fs/promises';
import { messageOf } from '../../protocol/messageOf';
import { Failure } from '../failure';

/** More would not fit into memory as objects. */
const mostBytes = 256 * 1024 * 1024;

/** The JSON in a file of at most 256 MiB, unchecked. @throws Failure */
export async function readJsonFile(file: string): Promise<unknown> {
  try {
    const stats = await stat(file);
    if (!stats.isFile()) throw new Error('it is not a regular file');
    if (stats.size > mostBytes) throw new Error(`it is larger than ${mostBytes / 1024 / 1024} MiB`);
    return JSON.parse(await readFile(file, 'utf8')) as unknown;
  } catch (error) {
    throw new Failure(
      `${file} could not be read: ${messageOf(error).replace(/\.$/, '')}. Check the path and the file.`,
    );
  }
}
