import { stat } from 'node:fs/promises';
import path from 'node:path';

/** The engine's name for the file with the wrapped key; it is there once a store was encrypted. */
const keyFileName = 'store-key.json';

/** Whether recorded data is, or once was, encrypted. A folder that cannot be read is told by the engine. */
export async function hasKeyFile(dataDir: string): Promise<boolean> {
  try {
    await stat(path.join(dataDir, keyFileName));
    return true;
  } catch {
    return false; // No such file is the usual case.
  }
}
