import type { Disk } from './disk/disk';
import { KeyFile, StoreLocked } from './encryption/keyFile';
import { leastPassphraseCharacters, type Unlocker } from './encryption/unlocker';
import { findSealed } from './upkeep/sealedFiles';

/** More than editors share a data folder. */
const mostUnlockers = 8;

/** The key of one data folder, as far as it is needed and can be had. */
export class StoreKey {
  private dataKey: Uint8Array | undefined;
  private encrypts = false;
  /** What was last recorded with; undefined before the first time. */
  private lastEncrypted: boolean | undefined;
  private change: string | undefined;
  /** What the unlocker made of the key file, which takes a passphrase a quarter of a second to find out. */
  private tried: { readonly mark: string; readonly key: Promise<Uint8Array> } | undefined;

  /** Those that were given, the newest first: windows and commands have their own, and not each opens this store. */
  private unlockers: readonly Unlocker[];

  /** @param unlocker Of whoever records. */
  constructor(
    private readonly disk: Disk,
    private readonly dataDir: string,
    unlocker: Unlocker | undefined,
  ) {
    this.unlockers = unlocker ? [unlocker] : [];
  }

  /** Opens what is encrypted; undefined where nothing is, or the key is not at hand. */
  get reading(): Uint8Array | undefined {
    return this.dataKey;
  }

  /** Encrypts what is written from now on; undefined when it is not to be encrypted. */
  get sealing(): Uint8Array | undefined {
    return this.encrypts ? this.dataKey : undefined;
  }

  /** Whether it is to be encrypted, and what opens it has not been given. */
  get isMissing(): boolean {
    return this.encrypts && this.unlockers.length === 0;
  }

  /** @returns Whether it is worth another try to open the store. */
  use(unlocker: Unlocker): boolean {
    const text = JSON.stringify(unlocker);
    const others = this.unlockers.filter((known) => JSON.stringify(known) !== text);
    const isNew = others.length === this.unlockers.length;
    this.unlockers = [unlocker, ...others].slice(0, mostUnlockers);
    if (!isNew || this.dataKey) return false;
    this.tried = undefined;
    return true;
  }

  /**
   * Gets the key for whoever records, and makes one when the store is to be encrypted for the first time.
   * @throws StoreLocked when it is to be encrypted and the key cannot be had.
   */
  async open(encrypts: boolean): Promise<void> {
    this.encrypts = encrypts;
    this.dataKey = undefined;
    const file = await KeyFile.load(this.disk, this.dataDir);
    if (file) this.dataKey = await (encrypts ? this.unlocked(file) : this.unlockedIfPossible(file));
    else if (encrypts) this.dataKey = await this.unlocked(await this.made());
    const hasChanged = this.lastEncrypted === undefined ? encrypts && !file : this.lastEncrypted !== encrypts;
    if (hasChanged) this.change = encrypts ? nowEncrypted : nowPlain;
    this.lastEncrypted = encrypts;
  }

  /** What changed about encryption since the last call, for people. */
  takeChange(): string | undefined {
    const { change } = this;
    this.change = undefined;
    return change;
  }

  /**
   * Lets a passphrase open the store from now on, in place of the last one.
   * @returns Kinds of what opens it now. @throws StoreLocked when that cannot be.
   */
  async setPassphrase(passphrase: string): Promise<readonly string[]> {
    refuseShort(passphrase);
    const file = await KeyFile.load(this.disk, this.dataDir);
    if (!file || this.unlockers.length === 0)
      throw new StoreLocked('The store is not encrypted, so it needs no passphrase. Turn on store.encrypt first.');
    const added = { kind: 'passphrase', passphrase } as const;
    const known = await firstThat(this.unlockers, async (unlocker) => {
      await file.add(unlocker, added);
      return unlocker;
    });
    if (known.kind === 'passphrase') this.use(added);
    return [...file.kinds];
  }

  /**
   * Lets an editor's secret open the store from now on, in place of the last one.
   * @returns Kinds of what opens it now. @throws StoreLocked when the passphrase does not open it.
   */
  async adopt(passphrase: string, secret: Uint8Array): Promise<readonly string[]> {
    const file = await KeyFile.load(this.disk, this.dataDir);
    if (!file) throw new StoreLocked('The store is not encrypted, so it needs no passphrase. Nothing was changed.');
    await file.add({ kind: 'passphrase', passphrase }, { kind: 'editor', secret });
    return [...file.kinds];
  }

  private async made(): Promise<KeyFile> {
    const { disk, dataDir } = this;
    // Whoever records was there first.
    const unlocker = this.unlockers.at(-1);
    if (!unlocker) throw new StoreLocked(noUnlocker);
    if (unlocker.kind === 'passphrase') refuseShort(unlocker.passphrase);
    await refuseWithoutItsKey(disk, dataDir);
    return KeyFile.create(disk, dataDir, unlocker);
  }

  private unlocked(file: KeyFile): Promise<Uint8Array> {
    const { unlockers } = this;
    if (unlockers.length === 0) throw new StoreLocked(noUnlocker);
    const { mark } = file;
    if (this.tried?.mark !== mark) this.tried = { mark, key: firstThat(unlockers, (each) => file.unlock(each)) };
    return this.tried.key;
  }

  /** What is not encrypted can be recorded and read without the key. */
  private async unlockedIfPossible(file: KeyFile): Promise<Uint8Array | undefined> {
    try {
      return this.unlockers.length === 0 ? undefined : await this.unlocked(file);
    } catch (error) {
      if (error instanceof StoreLocked) return undefined;
      throw error;
    }
  }
}

/** What comes of the first unlocker that opens the store. @throws StoreLocked of the first one when none does. */
async function firstThat<T>(unlockers: readonly Unlocker[], work: (unlocker: Unlocker) => Promise<T>): Promise<T> {
  let refused: StoreLocked | undefined;
  for (const unlocker of unlockers)
    try {
      return await work(unlocker);
    } catch (error) {
      if (!(error instanceof StoreLocked)) throw error;
      refused ??= error;
    }
  throw refused ?? new StoreLocked(noUnlocker);
}

/** @throws StoreLocked when something is encrypted with a key that is no more: a new one beside it would hide that. */
export async function refuseWithoutItsKey(disk: Disk, dataDir: string): Promise<void> {
  const sealed = await findSealed(disk, dataDir);
  if (sealed !== undefined)
    throw new StoreLocked(
      `The store cannot be encrypted: ${sealed} is encrypted with a key whose file store-key.json is gone from ${dataDir}, and no second key is made beside it. Put store-key.json back from a backup; or move the folders journal and segments away, if what is in them may be lost.`,
    );
}

/** @throws StoreLocked when a passphrase is too short to protect anything. */
export function refuseShort(passphrase: string): void {
  if (passphrase.length < leastPassphraseCharacters)
    throw new StoreLocked(`A passphrase has at least ${leastPassphraseCharacters} characters. Choose a longer one.`);
}

const noUnlocker =
  'The store is to be encrypted, and its key is not at hand. In VS Code it comes from the secret storage; ' +
  'on the command line, give the passphrase in the variable WF_STORE_PASSPHRASE.';
const nowEncrypted =
  'What is recorded is encrypted from now on. Older files stay as they were until they are put together with newer ' +
  'ones or wirthforge maintenance --monthly writes them anew; backups and exports that were made before are not touched.';
const nowPlain =
  'What is recorded is not encrypted from now on. Older files stay encrypted, and readable with their key, until they ' +
  'are put together with newer ones or wirthforge maintenance --monthly writes them anew.';
