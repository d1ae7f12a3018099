import type { EpochFence } from '../../engine/elect/fence';
import { leadForATool, type ToolLeadership } from '../../engine/elect/leadForATool';
import { messageOf } from '../../protocol/messageOf';
import { fencedDisk } from '../../engine/store/disk/fencedDisk';
import { nodeDisk } from '../../engine/store/disk/nodeDisk';
import type { Disk } from '../../engine/store/disk/disk';
import { epochOf } from '../../engine/store/epochOf';
import type { RecordCipher } from '../../engine/store/encryption/cipher';
import { loadSqlite } from '../../engine/store/segments/sqlite';
import { recoverSwap } from '../../engine/store/tools/restore/swapStore';
import { closeEarlier } from '../../engine/store/upkeep/closeEarlier';
import { isNewestSealed } from '../../engine/store/upkeep/sealedFiles';
import { StoreFolder } from '../../engine/store/upkeep/storeFolder';
import { Failure } from '../failure';
import type { Surroundings } from '../verb';
import { storeCipher } from './storeCipher';

/** A store that is open until `close` is called. */
export interface OpenedStore {
  readonly folder: StoreFolder;
  /** Of whoever may change it. */
  readonly fence?: EpochFence;
  readonly close: () => Promise<void>;
}

/** Opens a store beside whoever records into it; nothing in it can be changed. @throws Failure when it is locked. */
export async function openForReading(dataDir: string, surroundings: Surroundings): Promise<OpenedStore> {
  const folder = await open(dataDir, surroundings, await storeCipher(dataDir, surroundings), {
    disk: nodeDisk,
  });
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
  const lead = await leadership(dataDir, surroundings);
  const { fence } = lead;
  const disk = fencedDisk(nodeDisk, fence);
  try {
    // A restore that was finished just now may have brought another key.
    if (await recoverSwap(disk, dataDir)) cipher = await storeCipher(dataDir, surroundings);
    const folder = await open(dataDir, surroundings, cipher, { disk, writing: await epochOf(fence, disk, dataDir) });
    await folder.recover();
    await closeEarlier(folder);
    return {
      folder,
      fence,
      close: async () => {
        folder.close();
        await lead.release();
      },
    };
  } catch (error) {
    await lead.release();
    throw error;
  }
}

/** Leads for as long as the verb changes the store. @throws Failure when somebody else does. */
async function leadership(dataDir: string, { version, err }: Surroundings): Promise<ToolLeadership> {
  try {
    return await leadForATool(dataDir, version, (level, message) => {
      if (level !== 'debug') err(`${level}: ${message}`);
    });
  } catch (error) {
    throw new Failure(messageOf(error));
  }
}

async function open(
  dataDir: string,
  surroundings: Surroundings,
  cipher: RecordCipher | undefined,
  { disk, writing }: { readonly disk: Disk; readonly writing?: number },
): Promise<StoreFolder> {
  const sqlite = await loadSqlite(surroundings.sqliteFile);
  // What is not known here is the setting; the store goes on as it was.
  const encrypts = cipher !== undefined && writing !== undefined && (await isNewestSealed(nodeDisk, dataDir)) !== false;
  return StoreFolder.open(disk, dataDir, sqlite, {
    ...(cipher ? { cipher } : {}),
    encrypts,
    ...(writing === undefined ? {} : { writing }),
    report: surroundings.err,
  });
}
