import { open, stat } from 'node:fs/promises';
import { messageOf } from '../../protocol/messageOf';

const mostBytes = 1024 * 1024;

/**
 * The JSON in a configuration file of at most 1 MiB, unchecked.
 * @throws Error with a sentence for people when the file cannot be read or is not JSON.
 */
export async function readConfigFile(file: string): Promise<unknown> {
  const text = await readBounded(file);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new Error(`${file} is not valid JSON${placeOf(error, text)}. Correct it and start again.`, { cause: error });
  }
}

async function readBounded(file: string): Promise<string> {
  let bytes: Buffer;
  try {
    // A pipe or a device could keep the reader waiting for ever.
    if (!(await stat(file)).isFile()) throw new Error('it is not a regular file');
    const handle = await open(file, 'r');
    try {
      const room = Buffer.alloc(mostBytes + 1);
      let length = 0;
      for (;;) {
        const { bytesRead } = await handle.read(room, length, room.length - length);
        length += bytesRead;
        if (bytesRead === 0 || length === room.length) break;
      }
      if (length > mostBytes) throw new Error('it is larger than 1 MiB');
      bytes = room.subarray(0, length);
    } finally {
      await handle.close();
    }
  } catch (error) {
    const why = messageOf(error);
    throw new Error(`The configuration ${file} could not be read: ${why}. Check the path given with --config.`, {
      cause: error,
    });
  }
  return bytes.toString('utf8').replace(/^\uFEFF/, '');
}

/** Where the parser stopped, in the parts of its messages that say so; nothing where they do not. */
function placeOf(error: unknown, text: string): string {
  const message = String(error);
  const position = /at position (\d+)/.exec(message)?.[1];
  if (position === undefined && !message.includes('end of JSON')) return '';
  const before = text.slice(0, position === undefined ? text.length : Number(position)).split('\n');
  return `: line ${before.length}, column ${before[before.length - 1]!.length + 1}`;
}
