import { nodeDisk } from '../../engine/store/disk/nodeDisk';
import type { RecordCipher } from '../../engine/store/encryption/cipher';
import { loadSqlite } from '../../engine/store/segments/sqlite';
import { recoverSwap } from '../../engine/store/tools/restore/swapStore';
import { nextEpoch } from '../../engine/store/upkeep/folderIndex';
import { isNewestSealed } from '../../engine/store/upkeep/sealedFiles';
import { StoreFolder } from '../../engine/store/upkeep/storeFolder';
import { WriterLock } from '../../engine/store/writerLock';
import { Failure } from '../failure';
import type { Surroundings } from '../verb';
import { storeCipher } from './storeCipher';

/** A store that is open until `close` is called. */
export interface OpenedStore {
  readonly folder: StoreFolder;
  readonly close: () => Promise<void>;
}

/** Opens a store beside whoever records into it; nothing in it can be changed. @throws Failure when it is locked. */
export async function openForReading(dataDir: string, surroundings: Surroundings): Promise<OpenedStore> {
  const folder = await open(dataDir, surroundings, await storeCipher(dataDir, surroundings), undefined);
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
  // Whoever does not hold the key changes nothing, not even by finishing what was interrupted.
  let cipher = await storeCipher(dataDir, surroundings);
  const lock = await WriterLock.acquire(dataDir);
  if (!lock)
    throw new Failure(
      `A monitor records into ${dataDir} but takes no commands over HTTP: its server is off, or it is starting. Use the commands in VS Code, or stop that monitor.`,
    );
  try {
    // A restore that was finished just now may have brought another key.
    if (await recoverSwap(nodeDisk, dataDir)) cipher = await storeCipher(dataDir, surroundings);
    const folder = await open(dataDir, surroundings, cipher, await nextEpoch(nodeDisk, dataDir));
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

async function open(
  dataDir: string,
  surroundings: Surroundings,
  cipher: RecordCipher | undefined,
  writing: number | undefined,
): Promise<StoreFolder> {
  const sqlite = await loadSqlite(surroundings.sqliteFile);
  // What is not known here is the setting; the store goes on as it was.
  const encrypts = cipher !== undefined && writing !== undefined && (await isNewestSealed(nodeDisk, dataDir)) !== false;
  return StoreFolder.open(nodeDisk, dataDir, sqlite, {
    ...(cipher ? { cipher } : {}),
    encrypts,
    ...(writing === undefined ? {} : { writing }),
    report: surroundings.err,
  });
}
