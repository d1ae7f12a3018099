import { randomBytes } from 'node:crypto';
import path from 'node:path';
import * as v from 'valibot';
import type { Disk } from '../disk/disk';
import { concernsOneFile } from '../upkeep/folderErrors';
import { aesCipher, keyBytes } from './aesCipher';
import { unwrap, wrap, type Unlocker } from './unlocker';

/** Holds the data key, wrapped once for each unlocker; without it nothing encrypted can be read any more. */
export const keyFileName = 'store-key.json';

const mostBytes = 64 * 1024;
const mostUnlockers = 8;

const schema = v.object({
  version: v.literal(1),
  keyId: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)),
  unlockers: v.pipe(
    v.array(
      v.object({
        kind: v.picklist(['editor', 'passphrase']),
        jwe: v.pipe(v.string(), v.maxLength(4096)),
      }),
    ),
    v.minLength(1),
    v.maxLength(mostUnlockers),
  ),
});

type KeyFileContent = v.InferOutput<typeof schema>;

/** The store is encrypted and cannot be opened with what was given. Nothing was changed. */
export class StoreLocked extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'StoreLocked';
  }
}

/** The wrapped key of one data folder. */
export class KeyFile {
  private constructor(
    private readonly disk: Disk,
    private readonly file: string,
    private content: KeyFileContent,
  ) {}

  /** @returns undefined when the store never was encrypted. @throws StoreLocked when the file is damaged. */
  static async load(disk: Disk, dataDir: string): Promise<KeyFile | undefined> {
    const file = path.join(dataDir, keyFileName);
    if ((await disk.size(file)) === undefined) return undefined;
    const parsed = v.safeParse(schema, parsedJson(await textOf(disk, file)));
    if (parsed.success) return new KeyFile(disk, file, parsed.output);
    throw new StoreLocked(
      `${file} is damaged, so what is encrypted cannot be opened. Put it back from a backup; nothing else was changed.`,
    );
  }

  /** Makes a new random data key and writes it down before anything can be encrypted with it. */
  static async create(disk: Disk, dataDir: string, unlocker: Unlocker): Promise<KeyFile> {
    const key = randomBytes(keyBytes);
    const { keyId } = aesCipher(key);
    const unlockers = [{ kind: unlocker.kind, jwe: await wrap(key, unlocker) }];
    const file = path.join(dataDir, keyFileName);
    if ((await disk.size(file)) !== undefined)
      throw new StoreLocked(`${file} exists already. A second key would make what the first one sealed unreadable.`);
    const keyFile = new KeyFile(disk, file, { version: 1, keyId, unlockers });
    await keyFile.write(keyFile.content);
    return keyFile;
  }

  /** Kinds of unlockers that open the store. */
  get kinds(): ReadonlySet<Unlocker['kind']> {
    return new Set(this.content.unlockers.map(({ kind }) => kind));
  }

  /** Changes whenever what opens the store does. */
  get mark(): string {
    return JSON.stringify(this.content);
  }

  /** Lets `added` open the store too, in place of others of its kind. @throws StoreLocked when `known` does not open it. */
  async add(known: Unlocker, added: Unlocker): Promise<void> {
    const jwe = await wrap(await this.unlock(known), added);
    const others = this.content.unlockers.filter(({ kind }) => kind !== added.kind);
    await this.write({ ...this.content, unlockers: [...others, { kind: added.kind, jwe }] });
  }

  /** The data key, 32 bytes. @throws StoreLocked when this unlocker does not open the store. */
  async unlock(unlocker: Unlocker): Promise<Uint8Array> {
    const { unlockers, keyId } = this.content;
    for (const { kind, jwe } of unlockers) {
      if (kind !== unlocker.kind) continue;
      const key = await unwrap(jwe, unlocker);
      if (key && aesCipher(key).keyId === keyId) return key;
    }
    throw new StoreLocked(refusal(unlocker, this.kinds));
  }

  /** The name of a file changes to the new content or keeps the old; a torn key would cost the whole store. */
  private async write(content: KeyFileContent): Promise<void> {
    const temporary = `${this.file}.${randomBytes(6).toString('hex')}.tmp`;
    const handle = await this.disk.create(temporary);
    try {
      await handle.append(Buffer.from(`${JSON.stringify(content, null, 2)}\n`));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await this.disk.rename(temporary, this.file);
    await this.disk.syncFolder(path.dirname(this.file));
    this.content = content;
  }
}

/** @throws StoreLocked when it is not a file that can be the key's, or may not be read. */
async function textOf(disk: Disk, file: string): Promise<string> {
  try {
    return (await disk.read(file, mostBytes)).toString('utf8');
  } catch (error) {
    if (!(error instanceof Error && concernsOneFile(error))) throw error;
    throw new StoreLocked(
      `${file} cannot be read, so what is encrypted cannot be opened: ${error.message} Put it back from a backup, or make it readable for the user who runs the monitor; nothing else was changed.`,
    );
  }
}

function refusal(unlocker: Unlocker, kinds: ReadonlySet<Unlocker['kind']>): string {
  if (unlocker.kind === 'passphrase')
    return kinds.has('passphrase')
      ? 'The passphrase does not open the store. Nothing was changed; try again with the right one.'
      : 'The store is encrypted and has no passphrase yet. Set one in VS Code with "Wirthforge: Set the Passphrase of the Store".';
  return 'The store is encrypted with a key that this VS Code does not hold. Open it with its passphrase, or restore a backup.';
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON is one more way of not being what the schema asks for.
    return undefined;
  }
}
