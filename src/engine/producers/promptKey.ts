import path from 'node:path';
import type { Log } from '../log';
import { loadSecret } from '../secretFile';

/** In the data folder; it is in no export and no backup, so that hashes elsewhere cannot be tried out with it. */
const fileName = 'prompt-key';

const words = {
  name: 'key for prompts',
  replaced: 'the same prompt has another hash than before.',
};

/** The key of this installation under which prompts are hashed, 32 bytes; it is made when there is none. */
export async function loadPromptKey(dataDir: string, log: Log): Promise<Uint8Array> {
  return Buffer.from(await loadSecret(path.join(dataDir, fileName), words, log), 'base64url');
}
