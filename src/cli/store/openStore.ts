import { nodeDisk } from '../../engine/store/disk/nodeDisk';
import { aesCipher } from '../../engine/store/encryption/aesCipher';
import type { RecordCipher } from '../../engine/store/encryption/cipher';
import { KeyFile, StoreLocked } from '../../engine/store/encryption/keyFile';
import { loadSqlite } from '../../engine/store/segments/sqlite';
import { recoverSwap } from '../../engine/store/tools/restore/swapStore';
import { nextEpoch } from '../../engine/store/upkeep/folderIndex';
import { StoreFolder } from '../../engine/store/upkeep/storeFolder';
import { WriterLock } from '../../engine/store/writerLock';
import { Failure } from '../failure';
import type { Surroundings } from '../verb';

const passphraseVariable = 'WF_STORE_PASSPHRASE';

/** A store that is open until `close` is called. */
export interface OpenedStore {
  readonly folder: StoreFolder;
  readonly close: () => Promise<void>;
}

/** Opens a store beside whoever records into it; nothing in it can be changed. @throws Failure when it is locked. */
export async function openForReading(dataDir: string, surroundings: Surroundings): Promise<OpenedStore> {
  const folder = await open(dataDir, surroundings, undefined);
  return {
    folder,
    close: () => {
      folder.close();
      return Promise.resolve();
    },
  };
}

/** Opens a store to change it. @throws Failure when a monitor records into it, or it is locked. */
export async function openForWriting(dataDir: string, surroundings: Surroundings): Promise<OpenedStore> {
  const lock = await WriterLock.acquire(dataDir);
  if (!lock)
    throw new Failure(
      `A monitor records into ${dataDir} but takes no commands over HTTP: its server is off, or it is starting. Use the commands in VS Code, or stop that monitor.`,
    );
  try {
    await recoverSwap(nodeDisk, dataDir);
    const folder = await open(dataDir, surroundings, await nextEpoch(nodeDisk, dataDir));
    await folder.recover();
    return {
      folder,
      close: async () => {
        folder.close();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function open(dataDir: string, surroundings: Surroundings, writing: number | undefined): Promise<StoreFolder> {
  const sqlite = await loadSqlite(surroundings.sqliteFile);
  const cipher = await cipherOf(dataDir, surroundings);
  return StoreFolder.open(nodeDisk, dataDir, sqlite, {
    ...(cipher ? { cipher } : {}),
    ...(writing === undefined ? {} : { writing }),
    report: surroundings.err,
  });
}

/** The key of an encrypted store, opened with the passphrase in the environment: one on the command line shows in lists of processes. */
async function cipherOf(dataDir: string, { environment }: Surroundings): Promise<RecordCipher | undefined> {
  try {
    const keyFile = await KeyFile.load(nodeDisk, dataDir);
    if (!keyFile) return undefined;
    const passphrase = environment[passphraseVariable] ?? '';
    if (passphrase !== '') return aesCipher(await keyFile.unlock({ kind: 'passphrase', passphrase }));
  } catch (error) {
    throw error instanceof StoreLocked ? new Failure(error.message) : error;
  }
  throw new Failure(
    `The store in ${dataDir} is encrypted. Set the environment variable ${passphraseVariable} to its passphrase; one is added in VS Code.`,
  );
}
