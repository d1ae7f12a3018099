import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';

/** The engine's name for the file with the wrapped key; it is there once a store was encrypted. */
const keyFileName = 'store-key.json';
const mostBytes = 64 * 1024;
const mostUnlockers = 8;

/** JSON in base64url, as headers of JWEs are. */
const encodedJson = v.pipe(
  v.string(),
  v.transform((text) => Buffer.from(text, 'base64url').toString('utf8')),
  v.parseJson(),
);
/** The id of the secret that opens a JWE in compact form, from its header. */
const namedSecret = v.pipe(
  v.string(),
  v.maxLength(4096),
  v.transform((jwe) => jwe.slice(0, jwe.indexOf('.'))),
  encodedJson,
  v.object({ kid: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)) }),
  v.transform(({ kid }) => kid),
);
const keyFile = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ unlockers: v.pipe(v.array(v.object({ jwe: v.unknown() })), v.maxLength(mostUnlockers)) }),
);

/** Whether recorded data is, or once was, encrypted. A folder that cannot be read is told by the engine. */
export async function hasKeyFile(dataDir: string): Promise<boolean> {
  try {
    await stat(path.join(dataDir, keyFileName));
    return true;
  } catch {
    return false; // No such file is the usual case.
  }
}

/**
 * Ids of the editors' secrets that open the store, as its key file names them. None where it was made before files named
 * them, where only a passphrase opens it, and where it cannot be read, which the engine tells.
 */
export async function namedSecrets(dataDir: string): Promise<readonly string[]> {
  const parsed = v.safeParse(keyFile, await textOf(path.join(dataDir, keyFileName)));
  if (!parsed.success) return [];
  return parsed.output.unlockers.flatMap(({ jwe }) => {
    const id = v.safeParse(namedSecret, jwe);
    return id.success ? [id.output] : [];
  });
}

/** Text of a plain file of a size that a key's may have. */
async function textOf(file: string): Promise<string | undefined> {
  try {
    const found = await stat(file);
    return found.isFile() && found.size <= mostBytes ? await readFile(file, 'utf8') : undefined;
  } catch {
    return undefined; // The engine reads it too, and says what is wrong with it.
  }
}
