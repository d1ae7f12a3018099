import type { Disk } from './disk/disk';
import { KeyFile, StoreLocked } from './encryption/keyFile';
import { leastPassphraseCharacters, type Unlocker } from './encryption/unlocker';

/** The key of one data folder, as far as it is needed and can be had. */
export class StoreKey {
  private dataKey: Uint8Array | undefined;
  private encrypts = false;

  constructor(
    private readonly disk: Disk,
    private readonly dataDir: string,
    private unlocker: Unlocker | undefined,
  ) {}

  /** Opens what is encrypted; undefined where nothing is, or the key is not at hand. */
  get reading(): Uint8Array | undefined {
    return this.dataKey;
  }

  /** Encrypts what is written from now on; undefined when it is not to be encrypted. */
  get sealing(): Uint8Array | undefined {
    return this.encrypts ? this.dataKey : undefined;
  }

  /** @returns Whether that is another unlocker than before. */
  use(unlocker: Unlocker): boolean {
    const isSame = JSON.stringify(this.unlocker) === JSON.stringify(unlocker);
    this.unlocker = unlocker;
    return !isSame;
  }

  /**
   * Gets the key, and makes one when the store is to be encrypted for the first time.
   * @throws StoreLocked when it is to be encrypted and the key cannot be had.
   */
  async open(encrypts: boolean): Promise<void> {
    this.dataKey = undefined;
    this.encrypts = encrypts;
    const { disk, dataDir, unlocker } = this;
    const file = await KeyFile.load(disk, dataDir);
    if (!unlocker) {
      if (encrypts) throw new StoreLocked(noUnlocker);
      return;
    }
    if (file) this.dataKey = await this.unlocked(file, unlocker);
    else if (encrypts) this.dataKey = await (await KeyFile.create(disk, dataDir, unlocker)).unlock(unlocker);
  }

  /**
   * Lets a passphrase open the store from now on, in place of the last one.
   * @returns Kinds of what opens it now. @throws StoreLocked when that cannot be.
   */
  async setPassphrase(passphrase: string): Promise<readonly string[]> {
    if (passphrase.length < leastPassphraseCharacters)
      throw new StoreLocked(`A passphrase has at least ${leastPassphraseCharacters} characters. Choose a longer one.`);
    const file = await KeyFile.load(this.disk, this.dataDir);
    if (!file || !this.unlocker)
      throw new StoreLocked('The store is not encrypted, so it needs no passphrase. Turn on store.encrypt first.');
    await file.add(this.unlocker, { kind: 'passphrase', passphrase });
    return [...file.kinds];
  }

  /** What is not encrypted can be recorded and read without the key. */
  private async unlocked(file: KeyFile, unlocker: Unlocker): Promise<Uint8Array | undefined> {
    try {
      return await file.unlock(unlocker);
    } catch (error) {
      if (this.encrypts || !(error instanceof StoreLocked)) throw error;
      return undefined;
    }
  }
}

const noUnlocker =
  'The store is to be encrypted, and its key is not at hand. In VS Code it comes from the secret storage; ' +
  'on the command line, give the passphrase in the variable WF_STORE_PASSPHRASE.';
